import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { createMetrics, createValidation } from '../store/metrics.ts';
import { coach as words } from '../words/en/coach.ts';
import type { Advice, AdviceName } from './advice.ts';
import { adviceOn } from './coach.ts';
import { averageLags, memorizing } from './held-out-rules.ts';
import { lossJumped, noGradient, rateTooLow } from './rate-rules.ts';
import type { Reading } from './reading.ts';
import type { RecordedCurve } from './recorded-curve.ts';
import { comparedWithUsual, predictsPictures, software, waitingForData } from './setup-rules.ts';
import { usualLoss } from './usual-losses.ts';

/** A recorded run at its state after `step`. */
async function run(name: string, step: number, change: Partial<Reading> = {}): Promise<Reading> {
  const curve: RecordedCurve = JSON.parse(await readFile(new URL(`recorded/${name}.json`, import.meta.url), 'utf8'));
  const { experiment, rateChange } = curve;
  const training = createMetrics();
  const steps = curve.losses.map((_, i) => i + 1);
  training.append({
    steps,
    losses: curve.losses,
    gradientNorms: curve.gradientNorms.map((norm) => norm ?? Number.NaN),
  });
  training.truncateAfter(step);
  const heldOut = createValidation();
  const { ema, ...rest } = curve.validation;
  heldOut.append({ ...rest, ema: ema.map((loss) => loss ?? Number.NaN) });
  heldOut.truncateAfter(step);
  const changed = rateChange && rateChange.after < step ? rateChange : null;
  return {
    experiment,
    network: experiment.recipe === 'article' ? 'one-pass' : 'diffusion',
    learningRate: changed?.learningRate ?? experiment.learningRate,
    rateChanges: changed ? [{ after: changed.after, from: experiment.learningRate, to: changed.learningRate }] : [],
    training: training.view(),
    heldOut: heldOut.view(),
    pictures: null,
    waited: 0,
    software: false,
    usual: usualLoss(experiment, step),
    ...change,
  };
}

const nothingDismissed: ReadonlySet<Advice['name']> = new Set();

const usualRuns = ['article-cifar10', 'quick-digits', 'quick-emoji', 'quick-cifar10', 'tiny-cifar10'];

describe.each(usualRuns)('a usual run: %s', (name) => {
  it.each([1, 19, 30, 60, 80])('after step %i nothing is reported as wrong', async (step) => {
    const reading = await run(`usual-${name}`, step);
    for (const rule of [noGradient, lossJumped, rateTooLow, memorizing]) expect(rule(reading), rule.name).toBeNull();
    if (step >= 20) expect(comparedWithUsual(reading)?.name).toBe('usual');
  });

  it('is not compared outside of what was recorded: another batch size, some classes, later steps', async () => {
    const { experiment } = await run(`usual-${name}`, 60);
    expect(usualLoss(experiment, 60)).not.toBeNull();
    expect(usualLoss({ ...experiment, seed: 1 }, 60)).not.toBeNull();
    expect(usualLoss({ ...experiment, batchSize: 32 }, 60)).toBeNull();
    expect(usualLoss({ ...experiment, classes: [1] }, 60)).toBeNull();
    expect(usualLoss(experiment, 19)).toBeNull();
    expect(usualLoss(experiment, 121)).toBeNull();
  });
});

it('a learning rate of 1 in mid-run: the loss has jumped since that change; once no gradient is left, only a new start helps', async () => {
  const before = await run('article-rate-1', 100);
  expect(lossJumped(before)).toBeNull();
  expect(noGradient(before)).toBeNull();
  const reading = await run('article-rate-1', 200);
  expect(lossJumped(reading)).toMatchObject({ rate: 0.001, values: { step: 100 } });
  expect(lossJumped({ ...reading, learningRate: 0.001 })).not.toHaveProperty('rate');
  expect(noGradient(reading)).toMatchObject({ rate: 0.001, reset: true, values: { step: expect.any(Number) } });
});

it.each([
  ['quick-rate-too-high', 80, 0.002],
  ['tiny-rate-too-high', 60, 0.002],
])('%s: at step %i the loss has jumped, and the recipe’s own rate is offered', async (name, step, rate) => {
  expect(lossJumped(await run(name, step))).toMatchObject({ rate });
});

it('a learning rate that is too low is reported, with the recipe’s own rate', async () => {
  expect(rateTooLow(await run('quick-rate-too-low', 40))).toMatchObject({ rate: 0.002 });
});

it('pictures so few that the network memorizes them are reported', async () => {
  expect(memorizing(await run('quick-few-pictures', 100))).toBeNull();
  expect(memorizing(await run('quick-few-pictures', 800))?.name).toBe('memorizing');
  expect(memorizing(await run('quick-few-pictures', 800, { pictures: 23 }))).toMatchObject({
    values: { pictures: 23 },
  });
});

it('averaged weights that still contain the beginning are reported', async () => {
  expect(averageLags(await run('quick-few-pictures', 25))?.name).toBe('averageLags');
  expect(averageLags(await run('quick-few-pictures', 800))).toBeNull();
});

it('advice that needs no curve yet', async () => {
  const reading = await run('usual-tiny-cifar10', 1);
  const { experiment } = reading;
  expect(predictsPictures(reading)).toBeNull();
  expect(predictsPictures({ ...reading, experiment: { ...experiment, predictionType: 'sample' } })).not.toBeNull();
  expect(predictsPictures(await run('usual-article-cifar10', 1))).toBeNull();
  expect(software(reading)).toBeNull();
  expect(software({ ...reading, software: true })).not.toBeNull();
  expect(waitingForData({ ...reading, waited: 0.4 })).toBeNull();
  expect(waitingForData({ ...reading, waited: 0.6 })).toMatchObject({ values: { percent: 60 } });
});

it('gives one piece of advice, problems first; when one is dismissed, the next follows', async () => {
  const reading = await run('article-rate-1', 200, { software: true, waited: 1 });
  const dismissed = new Set<Advice['name']>();
  const said: (string | undefined)[] = [];
  for (let i = 0; i < 4; i += 1) {
    const advice = adviceOn(reading, dismissed);
    said.push(advice?.name);
    if (advice) dismissed.add(advice.name);
  }
  expect(said).toEqual(['noGradient', 'lossJumped', 'waitingForData', 'software']);
  expect(adviceOn(await run('usual-article-cifar10', 60, { software: true }), nothingDismissed)?.name).toBe('usual');
});

it('the sentences use only values that their rules give', () => {
  const given: { readonly [Name in AdviceName]: readonly (keyof Extract<Advice, { name: Name }>['values'])[] } = {
    noGradient: ['step'],
    lossJumped: ['from', 'to', 'step'],
    rateTooLow: ['rate', 'usual'],
    memorizing: ['training', 'heldOut', 'step'],
    memorizingFew: ['training', 'heldOut', 'step', 'pictures'],
    waitingForData: ['percent'],
    averageLags: ['ema', 'raw'],
    predictsPictures: [],
    unusuallyHigh: ['loss', 'window', 'step', 'low', 'high'],
    usual: ['loss', 'window', 'step', 'low', 'high'],
    unusuallyLow: ['loss', 'window', 'step', 'low', 'high'],
    software: [],
  };
  const sentences = Object.entries(words).flatMap(([name, entry]) =>
    typeof entry === 'string' ? [] : [[name, entry.text]],
  );
  expect(sentences.map(([name]) => name).sort()).toEqual(Object.keys(given).sort());
  // The header shows the loss of a single step, so the sentence says that this one is a mean.
  for (const name of ['unusuallyHigh', 'usual', 'unusuallyLow'] as const)
    expect(words[name].text).toContain('mean over the last {{window}} steps');
  const values = new Map<string, readonly string[]>(Object.entries(given));
  for (const [name = '', text = ''] of sentences) {
    for (const [, placeholder] of text.matchAll(/{{(\w+)}}/g)) expect(values.get(name), name).toContain(placeholder);
  }
});
