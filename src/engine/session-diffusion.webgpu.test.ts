import { afterEach, describe, expect, it, vi } from 'vitest';
import { shareOneDevice } from '../../tools/vitest/one-device.ts';
import { readFolder, writeFolder } from '../ml/checkpoint/folder.ts';
import { unzipFolder } from '../ml/checkpoint/zip.ts';
import { type Experiment, recipes, samplersFor } from '../ml/config.ts';
import type { ReplayReport } from '../ml/replay-report.ts';
import { reasonInEnglish } from '../words/sentence.ts';
import type { GenerateRequest, Sampling } from '../workers/protocol.ts';
import { miniature, zipped } from './miniature.fixture.ts';
import { restoreRequest } from './restore-request.fixture.ts';
import { closeSession, type Seen, startSession } from './session.fixture.ts';

await shareOneDevice();

afterEach(closeSession);

/** Three steps of two images, then one of one. */
const experiment: Experiment = { ...recipes.tiny.experiment, seed: 11, batchSize: 2, epochs: 2 };
const data = { labels: [3, 1, 4, 1, 5, 9, 2], imagesPerShard: 4, testLabels: [3, 8] };
/** The options with which the engine opens before a checkpoint is loaded. */
const beside = {
  backend: 'webgpu',
  experiment: { ...recipes.article.experiment, batchSize: 1 },
  previewEvery: 0,
  resume: 'none',
} as const;
const options = { ...beside, experiment } as const;

async function opened(given = experiment): Promise<Seen> {
  const seen = await startSession(data);
  await seen.engine.open({ ...options, experiment: given }, '');
  return seen;
}

/** A run of the miniature network. */
async function small(unet: Parameters<typeof miniature>[1] = {}): Promise<Seen> {
  const seen = await startSession(data);
  await seen.engine.open(beside, '');
  await seen.engine.load(zipped(miniature(experiment, unet)));
  return seen;
}

async function trained(lastStep: number, seen: Seen): Promise<Seen> {
  await seen.engine.train(lastStep);
  await seen.until('paused');
  return seen;
}

/** Evaluated up to this step. */
async function evaluated({ engine, evaluations }: Seen, step: number): Promise<void> {
  await engine.evaluated();
  expect(evaluations.at(-1)?.step).toBe(step);
}

const sampling: Sampling = { sampler: 'ddim', steps: 3, eta: 0, guidance: 2, classIndex: null, weights: 'ema' };
const request: GenerateRequest = { seed: 5, count: 2, sampling };
const picture = { count: 1, width: 32, height: 32, rgb: new Uint8Array(32 * 32 * 3).map((_, i) => i % 251) };
const nextTurn = <T>(act: () => Promise<T>) => new Promise<void>((resolve) => setImmediate(resolve)).then(act);
const failure = (call: Promise<unknown>) => call.catch((error: unknown) => error);

// Recipe tiny itself goes on exactly in `cli/commands.webgpu.test.ts`.
it('with attention, a step, a checkpoint and a step in a new session equal two steps, bit for bit, including the average', async () => {
  const attention = { add_attention: true, attention_head_dim: 2 };
  const whole = await trained(1, await small(attention));
  const zip = await whole.engine.save();
  await trained(2, whole);
  const wholeZip = await whole.engine.save();

  const later = await startSession(data);
  await later.engine.open(beside, '');
  const loaded = await later.engine.load(zip);
  expect(loaded).toMatchObject({ step: 1, phase: 'paused', network: { kind: 'diffusion', hasEma: true } });
  await trained(2, later);
  expect(later.losses).toEqual(new Map([...whole.losses].filter(([step]) => step > 1)));
  expect(Buffer.compare(await later.engine.save(), wholeZip)).toBe(0);
});

it('with Muon and the nearest of four noise draws, resumes from any step bit for bit, also while steps are replayed', async () => {
  const start = zipped(miniature({ ...experiment, noiseDraws: 4, optimizer: 'muon' }));
  const reopened = async (zip: Uint8Array<ArrayBuffer>): Promise<Seen> => {
    const seen = await startSession(data);
    await seen.engine.open(beside, '');
    await seen.engine.load(zip);
    return seen;
  };
  const whole = await reopened(start);
  const saved = [start];
  for (let step = 1; step <= 6; step++) {
    await trained(step, whole);
    saved.push(await whole.engine.save());
  }
  const [, , second = start, , , fifth = start, last = start] = saved;
  const plain = await trained(1, await small());
  expect(plain.losses.get(1), 'it is another noise').not.toBe(whole.losses.get(1));
  for (const [step, zip] of [
    [2, second],
    [5, fifth],
  ] as const) {
    const later = await reopened(zip);
    await trained(6, later);
    expect(later.losses, `from step ${step}`).toEqual(new Map([...whole.losses].filter(([of]) => of > step)));
    expect(Buffer.compare(await later.engine.save(), last), `from step ${step}`).toBe(0);
  }
});

it('is not evaluated at every pause when steps are taken one by one', async () => {
  const seen = await small();
  await seen.engine.setEvaluateEvery(20);
  await trained(1, seen);
  await evaluated(seen, 1);
  await seen.engine.step();
  await trained(3, seen);
  await evaluated(seen, 3);
  expect(seen.evaluations.map(({ step }) => step)).toEqual([1, 3]);
  await seen.engine.setEvaluateEvery(0);
  await seen.engine.train(8);
  await seen.until('finished');
  await seen.engine.memory();
  expect(seen.evaluations.map(({ step }) => step)).toEqual([1, 3]);
});

it('keeps only the validation losses of steps that are due, wherever it is paused', async () => {
  const whole = await small();
  await whole.engine.setEvaluateEvery(3);
  await trained(2, whole);
  await evaluated(whole, 2); // so that the next evaluation does not find it busy
  expect(whole.evaluations.map(({ step }) => step)).toEqual([1, 2]);
  const zip = await whole.engine.save();
  await trained(4, whole);

  const later = await small();
  await later.engine.setEvaluateEvery(3);
  const { validation } = await later.engine.load(zip);
  expect(Array.from(validation?.steps ?? [])).toEqual([1]);
  await trained(4, later);
  const after = readFolder('run', unzipFolder('run', await later.engine.save())).training?.progress.validationHistory;
  expect(after?.steps).toEqual([1, 3]);
  expect(after?.ema).not.toContain(null);

  // Evaluations leave nothing behind.
  await evaluated(later, 4);
  await trained(5, later);
  await evaluated(later, 5);
  const { tensors } = await later.engine.memory();
  await trained(6, later);
  await evaluated(later, 6);
  expect((await later.engine.memory()).tensors).toBe(tensors);
});

describe('looking at a network in training', () => {
  it('at every step, with evaluation, samples and restoration, changes no loss', async () => {
    const looked = await small();
    await looked.engine.setPreviewEvery(1);
    await looked.engine.setEvaluateEvery(1);
    await looked.engine.train(3);
    await Promise.all([
      looked.engine.generate(1, { ...request, sampling: { ...sampling, steps: 1 } }),
      looked.engine.restore(2, restoreRequest(picture)),
    ]);
    await looked.until('paused');
    await evaluated(looked, 3);
    expect(looked.previews.at(-1)).toMatchObject({ step: 3, clean: { count: 2 } });
    expect(looked.previews.at(-1)?.timesteps).toEqual([250, 750]);
    const evaluation = looked.evaluations.at(-1);
    expect(evaluation).toMatchObject({ samples: { count: 8 }, buckets: { length: 10 } });
    expect(evaluation?.raw).not.toBe(evaluation?.ema);

    const seen = await trained(3, await small());
    expect(looked.losses).toEqual(seen.losses);
    expect(seen.batches.flatMap(({ gradientNorms }) => [...gradientNorms]).every((norm) => norm > 0)).toBe(true);
    // The warm-up is linear: after three steps the rate is three hundredths of the full one.
    expect(seen.batches.at(-1)?.status.scheduledLearningRate).toBeCloseTo(experiment.learningRate * 0.03, 12);
  });

  it('reports every step of a sample in order, uses the network as it was when the call came, and is repeatable', async () => {
    const seen = await small();
    const result = await seen.engine.generate(7, request);
    expect(result).toMatchObject({ step: 0, sampling: { ...sampling, guidance: 1 }, samples: { count: 2 } });
    expect(seen.steps.map(({ call, index, total }) => [call, index, total])).toEqual([
      [7, 0, 3],
      [7, 1, 3],
      [7, 2, 3],
    ]);
    const timesteps = seen.steps.map(({ timestep }) => timestep);
    expect(timesteps).toEqual(timesteps.toSorted((a, b) => b - a));
    expect(seen.steps[0]?.noisy.rgb).toEqual(result.noise.rgb);

    const again = seen.engine.generate(8, request);
    await trained(1, seen); // between two of its steps
    expect((await again).samples.rgb).toEqual(result.samples.rgb);
  });

  it('can be cancelled between two steps, and leaves nothing behind', async () => {
    const seen = await small();
    await seen.engine.generate(1, { ...request, sampling: { ...sampling, steps: 1 } });
    const { tensors } = await seen.engine.memory();
    seen.steps.length = 0;
    const call = failure(seen.engine.generate(2, { ...request, sampling: { ...sampling, steps: 50 } }));
    // A step of so small a network takes less time than the interval of polling.
    await vi.waitFor(() => expect(seen.steps.length).toBeGreaterThanOrEqual(2), { timeout: 60_000, interval: 1 });
    await seen.engine.cancel(2);
    expect(await call).toMatchObject({ code: 'cancelled' });
    expect(seen.steps.length).toBeLessThan(10);
    expect((await seen.engine.memory()).tensors).toBe(tensors);
  });

  it('refuses requests that the network cannot answer', async () => {
    const { engine } = await small();
    const refused = async (asked: Partial<Sampling>, name: string, allowed: object) =>
      expect(await failure(engine.generate(1, { ...request, sampling: { ...sampling, ...asked } }))).toMatchObject({
        code: 'value-invalid',
        values: { name, allowed },
      });
    await refused({ sampler: 'flow-match-euler' }, 'sampler', { code: 'sampler-of', prediction: 'epsilon' });
    await refused({ classIndex: 3 }, 'sampleClass', { code: 'any-class-only' });
    await refused({ steps: 0 }, 'sampleSteps', { code: 'whole-number', least: 1, most: 1000 });
    await refused({ eta: 2 }, 'eta', { code: 'number', least: 0, most: 1 });
    expect(await failure(engine.setEvaluateEvery(-1))).toMatchObject({ values: { name: 'evaluateEvery' } });
  });
});

describe.each<[string, Experiment, Parameters<typeof miniature>[1]?]>([
  ['epsilon', experiment],
  ['sample', { ...experiment, predictionType: 'sample', minSnrGamma: 5 }],
  ['v_prediction to zero terminal SNR', { ...experiment, predictionType: 'v_prediction', zeroTerminalSnr: true }],
  ['flow', { ...recipes.flow.experiment, seed: 11, batchSize: 2 }],
  ['epsilon that knows classes', { ...recipes.classes.experiment, seed: 11, batchSize: 2 }, { num_class_embeds: 11 }],
])('a network of %s', (_, trainedOn, unet) => {
  it('is trained, evaluated, sampled by every sampler that fits, and restores, with steps and passes replayed', async () => {
    const seen = await startSession(data);
    await seen.engine.open(beside, '');
    await seen.engine.load(zipped(miniature(trainedOn, unet)));
    const { loss } = await seen.engine.step();
    expect(loss).toBeGreaterThan(0);
    await evaluated(seen, 1);
    const evaluation = seen.evaluations.at(-1);
    expect([evaluation?.raw, evaluation?.ema].every(Number.isFinite)).toBe(true);
    expect(new Set(evaluation?.samples.rgb).size).toBeGreaterThan(10);
    for (const sampler of samplersFor(trainedOn.predictionType)) {
      const { samples } = await seen.engine.generate(1, { ...request, sampling: { ...sampling, sampler, steps: 2 } });
      // If the samples were NaN, all bytes would be equal.
      expect(new Set(samples.rgb).size, sampler).toBeGreaterThan(10);
    }
    // Five steps of two images, in epochs of seven.
    await trained(6, seen);
    const isReplayed = { obstacle: null, listing: expect.stringMatching(/^\d+ submits?, /) };
    expect(await seen.engine.replays()).toMatchObject([{ name: 'train step of 2', ...isReplayed }]);
    const sampler = samplersFor(trainedOn.predictionType)[0] ?? 'ddim';
    const generated = seen.engine.generate(1, { ...request, sampling: { ...sampling, sampler, steps: 12 } });
    let pass: ReplayReport | undefined;
    for (const before = seen.steps.length; !pass?.listing && seen.steps.length < before + 12; )
      pass = await nextTurn(() => seen.engine.replays()).then((all) =>
        all.find(({ name }) => name.startsWith('U-Net')),
      );
    expect(pass).toMatchObject({ name: 'U-Net pass of 2', ...isReplayed });
    await generated;
    const { quality } = await seen.engine.restore(1, restoreRequest(picture));
    expect(quality.restored[0]?.psnr).toBeGreaterThan(5);
    expect(seen.notices).toEqual([]);
  });
});

describe('weights without a training state', () => {
  it.each([
    ['EDM', beside, { _class_name: 'EDMEulerScheduler' }, 'EDMEulerScheduler is not built here'],
    ['PNDM', options, { _class_name: 'PNDMScheduler' }, 'DPMSolverMultistepScheduler comes nearest'],
  ])(
    'of an unusual network with %s can be trained: its differences are reported, and steps are replayed',
    async (_, opensWith, scheduler, said) => {
      const unet = {
        ...{
          act_fn: 'gelu',
          dropout: 0.1,
          class_embed_type: 'timestep',
          time_embedding_type: 'learned',
          num_train_timesteps: 1000,
        },
        down_block_types: ['ResnetDownsampleBlock2D', 'DownBlock2D'],
        up_block_types: ['UpBlock2D', 'ResnetUpsampleBlock2D'],
      };
      const { network, weights } = miniature(experiment, unet);
      if (network.kind !== 'unet2d') return expect.fail('it is a U-Net');
      const alone = zipped({ network: { ...network, scheduler }, weights, training: null });
      const seen = await startSession(data);
      await seen.engine.open(opensWith, '');
      const { network: report } = await seen.engine.load(alone);
      expect(seen.notices.map(({ code }) => code)).toEqual(['checkpoint-notice']);
      const notice = reasonInEnglish(seen.notices[0]?.values.reason ?? '');
      expect(notice).toContain(said);
      expect(notice).toMatch(/dropout 0.1 .*class_embed_type timestep /);
      expect(report.knowsClasses).toBe(false);
      await seen.engine.step();
      // Of the recipe that was open only PNDM's goes on with two images a step.
      const batchOfTwo = opensWith === options;
      if (batchOfTwo) await trained(6, seen);
      else await seen.engine.step(); // the other recipe may have few of them
      expect([...seen.losses.values()].every(Number.isFinite)).toBe(true);
      const replays = await seen.engine.replays();
      expect(replays.every(({ obstacle }) => obstacle === null)).toBe(true);
      const step = replays.find(({ name }) => name === 'train step of 2');
      if (batchOfTwo) expect(step?.listing).toMatch(/^\d+ submits?, /);
      const [sampler = 'ddim'] = samplersFor(report.prediction);
      const { samples } = await seen.engine.generate(1, { ...request, sampling: { ...sampling, sampler, steps: 3 } });
      expect(new Set(samples.rgb).size).toBeGreaterThan(10);
      const saved = unzipFolder('run', await seen.engine.save());
      expect(readFolder('run', saved).network).toMatchObject({ scheduler });
    },
  );

  it('become a run of the recipe with the same network, with the noise they were trained on', async () => {
    const seen = await opened({ ...experiment, predictionType: 'v_prediction', betaSchedule: 'squaredcos_cap_v2' });
    const { network, weights } = readFolder('run', unzipFolder('run', await seen.engine.save()));
    const alone = writeFolder({ network, weights, training: null });
    await seen.engine.reset(recipes.article.experiment);
    const files = [...alone].map(([path, bytes]) => ({ path, bytes }));
    expect(await seen.engine.loadFolder(files)).toMatchObject({
      origin: 'checkpoint',
      step: 0,
      network: { kind: 'diffusion', prediction: 'v_prediction' },
      experiment: { recipe: 'tiny', predictionType: 'v_prediction', betaSchedule: 'squaredcos_cap_v2' },
    });
    const { weights: again } = readFolder('run', unzipFolder('run', await seen.engine.save()));
    expect(again).toEqual(weights);
  });

  it('of pictures that cannot be shown are refused with the field’s name, and replace nothing', async () => {
    const seen = await small();
    const { tensors } = await seen.engine.memory();
    const larger = { ...miniature(experiment, { sample_size: 256 }), training: null };
    expect(await failure(seen.engine.load(zipped(larger)))).toMatchObject({
      code: 'model-config',
      values: {
        field: 'sample_size',
        value: '256',
        allowed: { code: 'multiple-in-range', factor: 2, least: 8, most: 128 },
      },
    });
    expect((await seen.engine.memory()).tensors).toBe(tensors);
  });
});
