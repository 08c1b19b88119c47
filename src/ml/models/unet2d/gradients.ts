/**
 * Gradients of the operations that U-Nets and their losses need beyond `nn/gradients.ts`. Import
 * this file for its side effect.
 */
import * as tf from '@tensorflow/tfjs-core';
import '../../nn/gradients.ts';
import { namedAttributes, one, saved, several, unbroadcast } from '../../kernels/shared/gradient-parts.ts';

const gradients: readonly tf.GradConfig[] = [
  {
    kernelName: tf.Sub,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, tensors) => ({
      a: () => unbroadcast(one(dy), saved(tensors, 0).shape),
      b: () => tf.neg(unbroadcast(one(dy), saved(tensors, 1).shape)),
    }),
  },
  {
    kernelName: tf.Multiply,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, tensors) => {
      const [a, b] = [saved(tensors, 0), saved(tensors, 1)];
      return {
        a: () => unbroadcast(tf.mul(one(dy), b), a.shape),
        b: () => unbroadcast(tf.mul(one(dy), a), b.shape),
      };
    },
  },
  {
    kernelName: tf.Square,
    inputsToSave: ['x'],
    gradFunc: (dy, tensors) => ({ x: () => tf.mul(one(dy), tf.mul(2, saved(tensors, 0))) }),
  },
  {
    // y = x^(-1/2), so dy/dx = -y^3 / 2.
    kernelName: tf.Rsqrt,
    outputsToSave: [true],
    gradFunc: (dy, tensors) => {
      const y = saved(tensors, 0);
      return { x: () => tf.mul(one(dy), tf.mul(-0.5, tf.mul(y, tf.square(y)))) };
    },
  },
  {
    kernelName: tf.Sigmoid,
    outputsToSave: [true],
    gradFunc: (dy, tensors) => {
      const y = saved(tensors, 0);
      return { x: () => tf.mul(one(dy), tf.mul(y, tf.sub(1, y))) };
    },
  },
  {
    // Over the last axis.
    kernelName: tf.Softmax,
    outputsToSave: [true],
    gradFunc: (dy, tensors) => {
      const y = saved(tensors, 0);
      const weighted = tf.mul(one(dy), y);
      return { logits: () => tf.sub(weighted, tf.mul(tf.sum(weighted, -1, true), y)) };
    },
  },
  {
    kernelName: tf.Reshape,
    inputsToSave: ['x'],
    gradFunc: (dy, tensors) => ({ x: () => tf.reshape(one(dy), saved(tensors, 0).shape) }),
  },
  {
    kernelName: tf.Transpose,
    gradFunc: (dy, _, attributes) => {
      const { perm } = namedAttributes<{ perm: number[] }>(attributes);
      return { x: () => tf.transpose(one(dy), tf.backend_util.getUndoAxesPermutation(perm)) };
    },
  },
  {
    // tfjs names the inputs of a list by their index.
    kernelName: tf.Concat,
    saveAllInputs: true,
    gradFunc: (dy, tensors, attributes) => {
      const { axis } = namedAttributes<{ axis: number }>(attributes);
      const lengths = tensors.map(({ shape }) => shape[axis] ?? 0);
      const parts = tf.split(one(dy), lengths, axis);
      return Object.fromEntries(parts.map((part, i) => [i, () => part]));
    },
  },
  {
    kernelName: tf.SplitV,
    gradFunc: (dy, _, attributes) => {
      const { axis } = namedAttributes<{ axis: number }>(attributes);
      return { x: () => tf.concat(several(dy), axis) };
    },
  },
  {
    // Only used to enlarge by 2: the gradient is the sum of four pixels. tfjs' own CPU kernel for
    // it uses the first image's gradient for the whole batch.
    kernelName: tf.ResizeNearestNeighbor,
    gradFunc: (dy) => ({ images: () => tf.mul(4, tf.avgPool(one(dy) as tf.Tensor4D, 2, 2, 'valid')) }),
  },
];

for (const gradient of gradients) tf.registerGradient(gradient);
