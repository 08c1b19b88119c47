/** A network that is being trained, whichever it is: what the engine submits steps to. */
import type * as tf from '@tensorflow/tfjs-core';
import type { NetworkDescription } from '../checkpoint/checkpoint.ts';
import type { Batch } from '../data/batches.ts';
import type { Optimizer } from './optimizer.ts';

export interface Learner {
  readonly network: NetworkDescription;
  /** As training left them. */
  readonly parameters: ReadonlyMap<string, tf.Variable>;
  readonly optimizer: Optimizer;
  /**
   * Submits one step at this base learning rate: [loss before the update, norm of the gradient (NaN where it is not measured)], on the device,
   * the caller's. Everything random in it is a function of the seed and of `optimizer.step`. Nothing is read back.
   */
  step(batch: Pick<Batch, 'rgb' | 'labels'>, learningRate: number): tf.Tensor1D;
  /** The rate that the schedule makes of this base rate for the next step. */
  scheduled(learningRate: number): number;
  dispose(): void;
}
