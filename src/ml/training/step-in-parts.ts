/**
 * A training step one image at a time. A processor takes half a minute for a batch and computes
 * synchronously; between two images it can receive messages, and the step can be abandoned. Weights
 * change once, at the end.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { BatchTensors } from './batch/index.ts';

/** The loss of one image, and a gradient for each variable that it depends on. */
export interface PartialGradients {
  readonly value: tf.Scalar;
  readonly grads: readonly (tf.Tensor | null)[];
}

/** Image `index` of the batch. The tensors are views or copies: call it in a `tf.tidy`. */
export function imageOf({ noisy, target, timesteps, weights }: BatchTensors, index: number): BatchTensors {
  const one = (tensor: tf.Tensor4D) => tf.slice(tensor, [index, 0, 0, 0], [1, -1, -1, -1]);
  return {
    noisy: one(noisy),
    target: one(target),
    timesteps: timesteps instanceof tf.Tensor ? tf.slice(timesteps, [index], [1]) : [timesteps[index] ?? 0],
    weights: weights && one(weights),
  };
}

/**
 * The mean over `count` images of the results of `derive`, which belongs to the caller; null once
 * `goesOn`, which is called after each image, returns false. The order is fixed, so that the same
 * batch gives the same bits.
 */
export async function meanOfParts(
  count: number,
  derive: (index: number) => PartialGradients,
  goesOn: () => Promise<boolean>,
): Promise<PartialGradients | null> {
  let sum: PartialGradients | null = null;
  try {
    for (let index = 0; index < count; index++) {
      const before: PartialGradients | null = sum;
      sum = inTidy((): PartialGradients => {
        const { value, grads } = derive(index);
        const part = grads.map((gradient) => gradient && tf.div(gradient, count));
        const loss = tf.div<tf.Scalar>(value, count);
        if (!before) return { value: loss, grads: part };
        return {
          value: tf.add<tf.Scalar>(before.value, loss),
          grads: part.map((gradient, place) => {
            const earlier = before.grads[place];
            return gradient && earlier ? tf.add(earlier, gradient) : gradient;
          }),
        };
      }, tensorsIn);
      disposeOf(before);
      if (index < count - 1 && !(await goesOn())) {
        disposeOf(sum);
        return null;
      }
    }
    return sum;
  } catch (error) {
    disposeOf(sum);
    throw error;
  }
}

/** Like `tf.tidy`, for results that are more than tensors. */
export function inTidy<Result>(work: () => Result, tensorsOf: (result: Result) => tf.Tensor[]): Result {
  let result: Result | null = null;
  tf.tidy(() => {
    result = work();
    return tensorsOf(result);
  });
  if (!result) throw new Error('nothing came of it');
  return result;
}

export function disposeOf(partial: PartialGradients | null): void {
  if (partial) tf.dispose(tensorsIn(partial));
}

const tensorsIn = ({ value, grads }: PartialGradients): tf.Tensor[] => [
  value,
  ...grads.filter((gradient) => gradient !== null),
];

/** The tensors of a batch that was made without a GPU. */
export const batchTensors = ({ noisy, target, timesteps, weights }: BatchTensors): tf.Tensor[] => [
  noisy,
  target,
  ...(weights ? [weights] : []),
  ...(timesteps instanceof tf.Tensor ? [timesteps] : []),
];
