/** Layers of one input that are one kernel, forward and back: its inputs are a list, x and then each layer's weight and bias; its results are each layer's. */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/sliced-backend.ts';
import { registerOwnKernel } from '../registry.ts';

export type List = readonly tf.TensorInfo[];
type Run = (backend: SlicedBackend, list: List) => tf.TensorInfo[];

/** `backward` gets the gradients of the results behind the inputs and answers the inputs' gradients, in their order. */
export function registerListKernel(kernelName: string, forward: Run, backward: Run) {
  const gradientName = `${kernelName}Gradient`;
  registerOwnKernel(kernelName, forward);
  registerOwnKernel(gradientName, backward);
  tf.registerGradient({
    kernelName,
    saveAllInputs: true,
    gradFunc: (dys, saved) => {
      // Of one layer alone tfjs hands over its gradient, of several a list.
      const inputs = [...saved, dys].flat() as unknown as tf.NamedTensorMap;
      // At once: each of the functions below runs in a tidy of its own, which would free what another one needs.
      const gradients = tf.engine().runKernel<tf.Tensor[]>(gradientName, inputs);
      return Object.fromEntries(gradients.map((gradient, i) => [i, () => gradient]));
    },
  });
  return (x: tf.Tensor2D, layers: readonly { weight: tf.Tensor2D; bias: tf.Tensor1D }[]): tf.Tensor2D[] => {
    const inputs = [x, ...layers.flatMap(({ weight, bias }) => [weight, bias])] as unknown as tf.NamedTensorMap;
    return tf.engine().runKernel<tf.Tensor2D[]>(kernelName, inputs);
  };
}
