/**
 * Goes through a training step without taking it, so that its programs are compiled before the
 * first real step.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../config.ts';
import { pictureSize } from '../data/description.ts';
import { compileAhead, measureMemory } from '../device/compile-ahead.ts';
import type { NetworkDescription } from '../network-description.ts';
import { shapeOf } from '../network-description.ts';
import type { ParameterSource } from '../nn/parameters.ts';
import { fromTorchShape } from '../nn/torch-layout.ts';
import { loadLearner } from './create-learner.ts';

/** Number of compiled programs, and their total. */
export type OnCompiled = (done: number, total: number) => void;

/**
 * Uses a learner of its own without weights; the run's may be drawn, loaded or trained meanwhile.
 * Calls `onMeasured` with the device memory in bytes that the network in training and its step
 * need. Rejects when `signal` is aborted; see `compileAhead`.
 */
export async function warmUp(
  network: NetworkDescription,
  experiment: Experiment,
  onCompiled: OnCompiled,
  signal?: AbortSignal,
  onMeasured?: (bytes: number) => void,
): Promise<void> {
  await compileAhead(await firstStep(network, experiment), onCompiled, signal, onMeasured);
}

/** The same number without compiling; null if the backend cannot say. */
export async function stepMemory(network: NetworkDescription, experiment: Experiment): Promise<number | null> {
  return measureMemory(await firstStep(network, experiment));
}

async function firstStep(network: NetworkDescription, experiment: Experiment): Promise<() => void> {
  const create = await loadLearner(network, experiment);
  const { batchSize, learningRate } = experiment;
  const bytes = new Uint8Array(batchSize * pictureSize(shapeOf(network)));
  const batch = { bytes, labels: new Uint16Array(batchSize) };
  const step = () => {
    // The meaning of its classes does not change the computation.
    const learner = create({ experiment, totalSteps: 1, setClasses: 0, source: blank });
    tf.dispose(learner.step(batch, learningRate));
    learner.dispose();
  };
  // Nobody uses the blank weights.
  return () => tf.tidy(step);
}

/** A dry run does not even write zeros. */
const blank: ParameterSource = ({ shape }) => tf.zeros([...fromTorchShape(shape)]);
