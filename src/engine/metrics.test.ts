import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { described, imageShape } from '../ml/data/cifar10.testing.ts';
import type { MetricsBatch, RunStatus } from '../workers/protocol.ts';
import { Metrics } from './metrics.ts';

const status: RunStatus = {
  runId: 'a',
  origin: 'seed',
  network: {
    ...{
      kind: 'one-pass',
      parameters: 268_547,
      prediction: 'sample',
      knowsClasses: false,
      needsClass: false,
      hasEma: false,
    },
    ...{ classes: null, shape: imageShape },
  },
  phase: 'training',
  experiment: recipes.article.experiment,
  dataSet: described,
  step: 0,
  epoch: 0,
  stepInEpoch: 0,
  stepsPerEpoch: 782,
  learningRate: 1e-3,
  scheduledLearningRate: 1e-3,
  loss: null,
  epochLosses: [],
  stepBytes: null,
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Steps of `msPerStep` for `ms` milliseconds. */
function train(msPerStep: number, ms: number): MetricsBatch[] {
  const posted: MetricsBatch[] = [];
  const metrics = new Metrics(
    (batch) => posted.push(batch),
    () => status,
    () => 6400,
  );
  const start = Date.now();
  metrics.start(start);
  for (let step = 1; step * msPerStep <= ms; step += 1) {
    vi.advanceTimersByTime(msPerStep);
    metrics.add({ step, loss: 1 / step, gradientNorm: 2 / step, images: 64 }, Date.now());
  }
  metrics.flush(Date.now());
  return posted;
}

it('posts every step once, in order, at most 30 times a second', () => {
  const posted = train(1, 3000);
  expect(posted.length).toBeLessThanOrEqual(3 * 30 + 2);
  expect(posted.length).toBeGreaterThan(60);
  const steps = posted.flatMap((batch) => [...batch.steps]);
  expect(steps).toEqual(Array.from({ length: 3000 }, (_, i) => i + 1));
  expect(posted.flatMap((batch) => [...batch.losses])[9]).toBeCloseTo(0.1);
  expect(posted.flatMap((batch) => [...batch.gradientNorms])[9]).toBeCloseTo(0.2);
});

it('posts a lone step without waiting for the next', () => {
  const posted = train(5000, 15_000);
  expect(posted.map((batch) => [...batch.steps])).toEqual([[1], [2], [3]]);
});

it.each([1, 40, 700, 5000])('reports the speed of steps of %i ms, and the time left', (msPerStep) => {
  const last = train(msPerStep, 20_000).at(-1);
  expect(last?.imagesPerSecond).toBeCloseTo(64_000 / msPerStep, 3);
  expect(last?.secondsLeft).toBeCloseTo(msPerStep / 10, 3);
});
