/**
 * Layers of one input as one kernel, forward and back. Its inputs are a list: x, then each layer's
 * weight and bias; its results are the layers' results.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { registerOwnKernel } from '../shared/register-kernel.ts';

export type List = readonly tf.TensorInfo[];
type Run = (backend: SlicedBackend, list: List) => tf.TensorInfo[];

/**
 * `backward` gets the inputs followed by the gradients of the results, and returns the gradients of
 * the inputs, in their order.
 */
export function registerListKernel(kernelName: string, forward: Run, backward: Run) {
  const gradientName = `${kernelName}Gradient`;
  registerOwnKernel(kernelName, forward);
  registerOwnKernel(gradientName, backward);
  tf.registerGradient({
    kernelName,
    saveAllInputs: true,
    gradFunc: (dys, saved) => {
      // For one layer tfjs passes its gradient, for several a list.
      const inputs = [...saved, dys].flat() as unknown as tf.NamedTensorMap;
      // Computed before the functions below, because each of them runs in its own tidy, which would
      // free tensors that another one needs.
      const gradients = tf.engine().runKernel<tf.Tensor[]>(gradientName, inputs);
      return Object.fromEntries(gradients.map((gradient, i) => [i, () => gradient]));
    },
  });
  return (x: tf.Tensor2D, layers: readonly { weight: tf.Tensor2D; bias: tf.Tensor1D }[]): tf.Tensor2D[] => {
    const inputs = [x, ...layers.flatMap(({ weight, bias }) => [weight, bias])] as unknown as tf.NamedTensorMap;
    return tf.engine().runKernel<tf.Tensor2D[]>(kernelName, inputs);
  };
}
