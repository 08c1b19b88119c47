/**
 * Runs the commands as a shell would: on WebGPU where training matters, otherwise on the CPU, which
 * has nothing to compile.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readSafetensors } from '../src/ml/checkpoint/safetensors.ts';
import { CompiledCommands } from './compiled-commands.fixture.ts';
import { writeSyntheticData } from './synthetic-data.fixture.ts';

let commands: CompiledCommands;
const run: CompiledCommands['run'] = (...given) => commands.run(...given);
let place: string;
let data: string;
const at = (name: string) => join(place, name);
const small = () => ['--batch', '1', '--data', data, '--json'];
const smallOnCpu = () => ['--backend', 'cpu', ...small()];
const rows = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line): Record<string, number> => JSON.parse(line));
const losses = (stdout: string) => rows(stdout).map(({ loss }) => loss);

/**
 * Expects two folders to hold the same run, bit for bit: weights, averages, moments and position.
 */
async function expectSameState(...folders: [string, string]): Promise<void> {
  for (const file of [
    'training_state.safetensors',
    'training_state.json',
    'unet/diffusion_pytorch_model.safetensors',
  ]) {
    const [one, other] = await Promise.all(folders.map((folder) => readFile(join(at(folder), file))));
    expect(other && one?.equals(other), file).toBe(true);
  }
}

beforeAll(async () => {
  commands = await CompiledCommands.make();
  place = await mkdtemp(join(tmpdir(), 'playground-cli-'));
  data = at('cifar');
  await writeSyntheticData(data, { labels: [0, 1, 2, 3, 4, 5], imagesPerShard: 3 });
});
afterAll(() => Promise.all([commands.remove(), rm(place, { recursive: true, force: true })]));

describe('train', () => {
  it('prints a JSON object per step, writes a checkpoint, and resumes it exactly', async () => {
    const whole = await run('train', [...small(), '--steps', '4', '--out', at('whole')]);
    expect(whole).toMatchObject({ code: 0 });
    expect(rows(whole.stdout).map(({ step, epoch }) => [step, epoch])).toEqual([
      [1, 1],
      [2, 1],
      [3, 1],
      [4, 1],
    ]);
    for (const row of rows(whole.stdout)) {
      expect(Object.keys(row)).toEqual(['step', 'epoch', 'loss', 'images_per_second']);
      expect(row.loss).toBeGreaterThan(0);
    }

    const half = await run('train', [...small(), '--steps', '2', '--out', at('half')]);
    const goOn = ['--recipe', 'article', '--resume', at('half'), '--steps', '4', '--out', at('rest')];
    const rest = await run('train', [...small(), ...goOn]);
    expect([...losses(half.stdout), ...losses(rest.stdout)]).toEqual(losses(whole.stdout));
    await expectSameState('rest', 'whole');
  });

  it('continues a finished run, and says so', async () => {
    const resume = (folder: string, ...args: string[]) =>
      run('train', ['--backend', 'cpu', '--data', data, '--json', '--resume', at(folder), ...args]);
    const finished = await run('train', [...smallOnCpu(), '--epochs', '1', '--out', at('finished')]);
    expect(rows(finished.stdout)).toHaveLength(6);
    const over = await resume('finished');
    expect(over).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('has done its 1 epochs') });
    const longer = await resume('finished', '--epochs', '2');
    expect(rows(longer.stdout).map(({ step }) => step)).toEqual([7, 8, 9, 10, 11, 12]);
    const further = await resume('finished', '--steps', '8');
    expect(further.stderr).toContain('takes 2 epochs');
    expect(further.stderr).toMatch(/^Going on from step 6 of .*finished: lr 0\.001, batch 1, adamw, pictures of /m);
    expect(losses(further.stdout)).toEqual(losses(longer.stdout).slice(0, 2));
  });

  it('saves and exits on Ctrl+C', async () => {
    let told = false;
    const stopped = await run('train', [...small(), '--epochs', '100', '--out', at('stopped')], (stdout, interrupt) => {
      // Output may arrive several lines at a time.
      if (told || stdout.split('\n').length < 3) return;
      told = true;
      interrupt();
    });
    expect(stopped).toMatchObject({ code: 130, stderr: expect.stringContaining('saved') });
    const state = JSON.parse(await readFile(join(at('stopped'), 'training_state.json'), 'utf8'));
    expect(state.step).toBe(rows(stopped.stdout).at(-1)?.step);
  });

  it('says in one line that --data is neither a set nor a folder', async () => {
    const { code, stderr, stdout } = await run('train', ['--backend', 'cpu', '--data', at('nowhere')]);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(/there is no such folder, and the sets are called cifar10, digits, emoji/);
  });

  it('refuses a folder that is not a checkpoint', async () => {
    const { code, stderr } = await run('train', ['--backend', 'cpu', '--data', data, '--resume', at('nowhere')]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/There is no folder .*nowhere, and no model .* there are: .*digits/);
  });
});

describe('a U-Net', () => {
  const tiny = (...args: string[]) => run('train', [...small(), '--recipe', 'tiny', ...args]);

  it('trains, and a new process resumes it exactly', async () => {
    const whole = await tiny('--steps', '3', '--out', at('unet-whole'));
    expect(whole).toMatchObject({ code: 0 });
    expect(rows(whole.stdout).map(({ step }) => step)).toEqual([1, 2, 3]);
    for (const row of rows(whole.stdout)) expect(row.gradient_norm).toBeGreaterThan(0);
    const half = await tiny('--steps', '2', '--out', at('unet-half'));
    const rest = await tiny('--resume', at('unet-half'), '--steps', '3', '--out', at('unet-rest'));
    expect([...losses(half.stdout), ...losses(rest.stdout)]).toEqual(losses(whole.stdout));
    await expectSameState('unet-rest', 'unet-whole');
  });

  it('saves and exits if the last step is already done, although an evaluation is due at that step', async () => {
    const args = ['--steps', '2', '--evaluate-every', '1', '--out', at('unet-same')];
    const same = await run('train', [...smallOnCpu(), '--resume', at('unet-half'), ...args]);
    expect(same).toMatchObject({ code: 0, stdout: '', stderr: expect.stringContaining('is behind it already') });
    await expectSameState('unet-same', 'unet-half');
  });

  it('samples step by step, and writes the numbers', async () => {
    const numbers = at('numbers.safetensors');
    const args = [
      '--model',
      at('unet-whole'),
      '--count',
      '2',
      '--scheduler',
      'unipc',
      '--steps',
      '2',
      '--weights',
      'raw',
    ];
    const sampled = await run('sample', [...args, '--out', at('unet.png'), '--tensors', numbers]);
    expect(sampled).toMatchObject({
      code: 0,
      stderr: expect.stringMatching(/^Sampler unipc, 2 steps\.$[\s\S]*2\/2 {2}timestep/m),
    });
    const { noise, sample } = Object.fromEntries(readSafetensors(numbers, new Uint8Array(await readFile(numbers))));
    expect([noise?.shape, sample?.shape]).toEqual([
      [2, 3, 32, 32],
      [2, 3, 32, 32],
    ]);
    // Compares the picture with the numbers: the red channel of the second sample's first pixel,
    // which is 34 pixels from the left.
    const { data, info } = await sharp(at('unet.png')).raw().toBuffer({ resolveWithObject: true });
    const red = sample?.values[3072] ?? Number.NaN;
    expect(data[34 * info.channels]).toBe(Math.round(Math.min(Math.max((red + 1) * 127.5, 0), 255)));
  });

  it('restores a picture that is larger than the network’s', async () => {
    const out = at('unet-restored.png');
    const args = ['--model', at('unet-whole'), '--image', 'docs/screenshot.png', '--size', '40', '--out', out];
    const restored = await run('restore', [...args, '--json']);
    expect(restored.code).toBe(0);
    expect(rows(restored.stdout)[0]?.psnr_restored).toBeGreaterThan(5);
    expect(await sharp(out).metadata()).toMatchObject({ width: 40, height: 40 });
  });
});

describe('a bad argument exits 2 with one line', () => {
  const cases: [string, string[], RegExp][] = [
    ['train', ['--recipe', 'alchemy'], /one of article, .*tiny, .*, not "alchemy"/],
    ['train', ['--recipe', 'article', '--schedule', 'linear'], /--schedule means nothing to the recipe article/],
    [
      'sample',
      ['--model', 'tools/golden/diffusers/current', '--out', 'x.png', '--scheduler', 'flow-match-euler'],
      /--scheduler flow-match-euler does not fit .*v_prediction/,
    ],
    [
      'sample',
      ['--model', 'tools/golden/diffusers/current', '--out', 'x.png', '--class', 'cat'],
      /--class cat does not fit .*no classes/,
    ],
    ['restore', ['--model', 'x', '--image', 'nowhere.png', '--out', 'x.png'], /nowhere.png/],
  ];
  it.each(cases)('%s %j', async (command, args, line) => {
    const { code, stdout, stderr } = await run(command, args);
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toMatch(line);
    expect(stderr.trim().split('\n')).toHaveLength(1);
  });
});

describe('a trained network', () => {
  const picture = new Uint8Array(3072).map((_, i) => (i * 7) % 256);
  const model = () => ['--backend', 'cpu', '--model', at('model'), '--json'];

  beforeAll(async () => {
    const trained = await run('train', [...smallOnCpu(), '--steps', '1', '--out', at('model')]);
    expect(trained.code).toBe(0);
    await sharp(picture, { raw: { width: 32, height: 32, channels: 3 } })
      .png()
      .toFile(at('picture.png'));
  });

  it('samples the same grid for the same seed, and names options that have no effect', async () => {
    const args = [...model(), '--count', '5', '--seed', '3'];
    const sampled = await run('sample', [...args, '--out', at('a.png'), '--scheduler', 'ddim']);
    expect(sampled).toMatchObject({ code: 0, stderr: expect.stringContaining('--scheduler ignored') });
    expect(await sharp(at('a.png')).metadata()).toMatchObject({ width: 3 * 34 - 2, height: 2 * 34 - 2, channels: 3 });
    await run('sample', [...args, '--out', at('b.png')]);
    expect(await readFile(at('b.png'))).toEqual(await readFile(at('a.png')));
  });

  it('finds a shipped model by its name', async () => {
    const args = [
      '--model',
      'digits',
      '--class',
      '3',
      '--count',
      '1',
      '--steps',
      '1',
      '--out',
      at('digit.png'),
      '--json',
    ];
    const { code, stdout } = await run('sample', args);
    expect(code).toBe(0);
    expect(rows(stdout)).toMatchObject([{ count: 1, step: expect.any(Number) }]);
    expect(await sharp(at('digit.png')).metadata()).toMatchObject({ width: 28, height: 28 });
  });

  it('restores a picture and reports how close it is to the original', async () => {
    const restored = await run('restore', [...model(), '--image', at('picture.png'), '--out', at('r.png')]);
    expect(restored.code).toBe(0);
    const [quality] = rows(restored.stdout);
    expect(Object.keys(quality ?? {})).toEqual(['psnr_damaged', 'psnr_restored', 'ssim_damaged', 'ssim_restored']);
    expect(quality?.psnr_damaged).toBeGreaterThan(5);
    expect(await sharp(at('r.png')).metadata()).toMatchObject({ width: 32, height: 32 });
  });

  it('damages only what the mask covers', async () => {
    // The left half of the mask is white.
    const mask = new Uint8Array(3072).map((_, i) => (i % 96 < 48 ? 255 : 0));
    await sharp(mask, { raw: { width: 32, height: 32, channels: 3 } })
      .png()
      .toFile(at('mask.png'));
    const args = [
      '--image',
      at('picture.png'),
      '--mask',
      at('mask.png'),
      '--out',
      at('m.png'),
      '--compare',
      at('c.png'),
    ];
    expect((await run('restore', [...model(), ...args])).code).toBe(0);
    const region = { left: 34 + 16, top: 0, width: 16, height: 32 };
    const damaged = await sharp(at('c.png')).extract(region).raw().toBuffer();
    const original = await sharp(at('picture.png'))
      .extract({ ...region, left: 16 })
      .raw()
      .toBuffer();
    expect(damaged).toEqual(original);
    const left = await sharp(at('c.png'))
      .extract({ ...region, left: 34 })
      .raw()
      .toBuffer();
    expect(left).not.toEqual(
      await sharp(at('picture.png'))
        .extract({ ...region, left: 0 })
        .raw()
        .toBuffer(),
    );
  });

  it('refuses a file that is not a picture', async () => {
    await writeFile(at('text.png'), 'hello');
    const { code, stderr } = await run('restore', [...model(), '--image', at('text.png'), '--out', at('x.png')]);
    expect(code).toBe(2);
    expect(stderr).toContain('text.png is not a picture');
  });
});
