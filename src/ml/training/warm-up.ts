/** A training step that is gone through without being taken: what it compiles is there when the first one is due. */
import * as tf from '@tensorflow/tfjs-core';
import type { Experiment } from '../config.ts';
import { pictureSize } from '../data/description.ts';
import { compileAhead, measureMemory } from '../device/compile-ahead.ts';
import type { NetworkDescription } from '../network-description.ts';
import { shapeOf } from '../network-description.ts';
import type { ParameterSource } from '../nn/parameters.ts';
import { fromTorchShape } from '../nn/torch-layout.ts';
import { loadLearner } from './create-learner.ts';

/** Programs compiled, of how many. */
export type OnCompiled = (done: number, total: number) => void;

/**
 * Of a learner of its own, without numbers: those of the run may be drawn, loaded or trained meanwhile. `onMeasured` is told what the network in training and
 * its step take of the device's memory, in bytes. Rejects when `signal` is aborted; see `compileAhead`.
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

/** The same number, and nothing is compiled; null where the backend cannot be asked. */
export async function stepMemory(network: NetworkDescription, experiment: Experiment): Promise<number | null> {
  return measureMemory(await firstStep(network, experiment));
}

async function firstStep(network: NetworkDescription, experiment: Experiment): Promise<() => void> {
  const create = await loadLearner(network, experiment);
  const { batchSize, learningRate } = experiment;
  const bytes = new Uint8Array(batchSize * pictureSize(shapeOf(network)));
  const batch = { bytes, labels: new Uint16Array(batchSize) };
  const step = () => {
    // What its classes stand for makes no difference to what is computed.
    const learner = create({ experiment, totalSteps: 1, setClasses: 0, source: blank });
    tf.dispose(learner.step(batch, learningRate));
    learner.dispose();
  };
  // The blank numbers are nobody's.
  return () => tf.tidy(step);
}

/** In a dry run neither zeros nor anything else. */
const blank: ParameterSource = ({ shape }) => tf.zeros([...fromTorchShape(shape)]);
