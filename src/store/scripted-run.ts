/**
 * For the store's tests: the state of a run of the scripted engine, and the files of its
 * checkpoint.
 */
import { z } from 'zod';
import { type Experiment, recipes } from '../ml/config.ts';
import type { DataSetDescription } from '../ml/data/description.ts';
import { shippedSet, shippedSets } from '../ml/data/shipped-sets.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { experimentSchema } from '../ml/experiment.ts';
import type { AutosaveInfo, NetworkReport, RunStatus } from '../workers/protocol.ts';

export function freshStatus(runId: string, experiment: Experiment): RunStatus {
  return {
    runId,
    origin: 'seed',
    network: networkOf(experiment),
    phase: 'ready',
    experiment,
    dataSet: describedSet(experiment),
    step: 0,
    epoch: 0,
    stepInEpoch: 0,
    stepsPerEpoch: 782,
    learningRate: experiment.learningRate,
    scheduledLearningRate: experiment.learningRate,
    stepBytes: null,
    loss: null,
    epochLosses: [],
  };
}

function describedSet({ data }: Experiment): DataSetDescription {
  const facts = shippedSet(data) ?? shippedSets.cifar10;
  return { ...facts, id: data, name: data, counts: { train: 50_000, test: 10_000 }, hash: '0'.repeat(64) };
}

function networkOf(experiment: Experiment): NetworkReport {
  const { recipe, predictionType: prediction } = experiment;
  const { kind, optimizer } = recipes[recipe];
  const { side, channels, classNames } = describedSet(experiment);
  const knowsClasses = recipe === 'classes';
  const shape = { side, channels };
  const classes = knowsClasses ? classNames.length : null;
  const hasEma = optimizer.ema !== null;
  return { kind, parameters: 1000, prediction, knowsClasses, classes, needsClass: false, shape, hasEma };
}

/** Waits a second of the test's clock; rejects with `cancelled` if the signal aborts before. */
export function second(signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => {
      clearTimeout(timer);
      reject(new PlaygroundError('cancelled'));
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', cancel);
      resolve();
    }, 1000);
    signal?.addEventListener('abort', cancel);
  });
}

export const pausedAt = ({ runId, origin, experiment, step }: AutosaveInfo): RunStatus => ({
  ...freshStatus(runId, experiment),
  origin,
  step,
  phase: 'paused',
  loss: 0.25,
});

const scriptedFile = z.object({ experiment: experimentSchema, step: z.int() });

/** Reads a checkpoint that `save` wrote. */
export function readScripted(zip: Uint8Array) {
  try {
    return scriptedFile.parse(JSON.parse(new TextDecoder().decode(zip)));
  } catch {
    throw new PlaygroundError('checkpoint-not-one', { name: 'checkpoint' });
  }
}
