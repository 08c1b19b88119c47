/** A training step that is gone through without being taken: what it compiles is there when the first one is due. */
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkDescription } from '../checkpoint/checkpoint.ts';
import type { Experiment } from '../config.ts';
import { imageBytes } from '../data/mosaic.ts';
import { compileAhead } from '../device/compile-ahead.ts';
import type { ParameterSource } from '../nn/parameters.ts';
import { fromTorchShape } from '../nn/torch-layout.ts';
import { loadLearner } from './create-learner.ts';

/** Programs compiled, of how many. */
export type OnCompiled = (done: number, total: number) => void;

/** Of a learner of its own, without numbers: those of the run may be drawn, loaded or trained meanwhile. Rejects when `signal` is aborted; see `compileAhead`. */
export async function rehearse(
  network: NetworkDescription,
  experiment: Experiment,
  onCompiled: OnCompiled,
  signal?: AbortSignal,
): Promise<void> {
  const create = await loadLearner(network, experiment);
  const { batchSize, learningRate } = experiment;
  const batch = { rgb: new Uint8Array(batchSize * imageBytes), labels: new Uint8Array(batchSize) };
  const step = () => {
    const learner = create({ experiment, totalSteps: 1, source: blank });
    tf.dispose(learner.step(batch, learningRate));
    learner.dispose();
  };
  // The blank numbers are nobody's.
  await compileAhead(() => tf.tidy(step), onCompiled, signal);
}

/** In a dry run neither zeros nor anything else. */
const blank: ParameterSource = ({ shape }) => tf.zeros([...fromTorchShape(shape)]);
