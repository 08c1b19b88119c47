/**
 * Gradients of the operations in the article's network and its loss; `models/unet2d/gradients.ts`
 * adds those of U-Nets. tfjs-core registers none by itself. Its complete set would add tens of
 * kilobytes to the page and is in modules that Node cannot import. Import this file for its side
 * effect.
 */
import * as tf from '@tensorflow/tfjs-core';
import { namedAttributes, one, saved, unbroadcast } from '../kernels/shared/gradient-parts.ts';

interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

function convolution(attributes: tf.NamedAttrMap): ConvolutionAttributes {
  return namedAttributes(attributes);
}

function runKernel(name: string, inputs: Record<string, tf.Tensor>, attributes: object): tf.Tensor {
  return tf.engine().runKernel<tf.Tensor>(name, inputs, attributes as tf.NamedAttrMap);
}

/** d loss / d filter of a convolution from `x` to an output with gradient `dy`. */
function filterGradient(
  x: tf.Tensor,
  dy: tf.Tensor,
  filterShape: number[],
  attributes: ConvolutionAttributes,
): tf.Tensor {
  const { strides, pad, dataFormat, dimRoundingMode } = attributes;
  return runKernel(tf.Conv2DBackpropFilter, { x, dy }, { strides, pad, dataFormat, dimRoundingMode, filterShape });
}

const gradients: readonly tf.GradConfig[] = [
  {
    kernelName: tf.Conv2D,
    inputsToSave: ['x', 'filter'],
    gradFunc: (dy, tensors, attributes) => {
      const [x, filter] = [saved(tensors, 0), saved(tensors, 1)];
      const { strides, pad, dataFormat, dimRoundingMode } = convolution(attributes);
      return {
        x: () =>
          runKernel(
            tf.Conv2DBackpropInput,
            { dy: one(dy), filter },
            { strides, pad, dataFormat, dimRoundingMode, inputShape: x.shape },
          ),
        filter: () => filterGradient(x, one(dy), filter.shape, convolution(attributes)),
      };
    },
  },
  {
    // The forward pass of tf.conv2dTranspose is a convolution run backwards, so its gradient is the
    // convolution itself.
    kernelName: tf.Conv2DBackpropInput,
    inputsToSave: ['dy', 'filter'],
    gradFunc: (ddx, tensors, attributes) => {
      const [dy, filter] = [saved(tensors, 0), saved(tensors, 1)];
      const { strides, pad, dataFormat, dimRoundingMode } = convolution(attributes);
      return {
        dy: () =>
          runKernel(
            tf.Conv2D,
            { x: one(ddx), filter },
            { strides, pad, dataFormat, dimRoundingMode, dilations: [1, 1] },
          ),
        filter: () => filterGradient(one(ddx), dy, filter.shape, convolution(attributes)),
      };
    },
  },
  {
    kernelName: tf.Add,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, tensors) => ({
      a: () => unbroadcast(one(dy), saved(tensors, 0).shape),
      b: () => unbroadcast(one(dy), saved(tensors, 1).shape),
    }),
  },
  {
    kernelName: tf.Relu,
    inputsToSave: ['x'],
    gradFunc: (dy, tensors) => ({ x: () => tf.mul(one(dy), tf.step(saved(tensors, 0))) }),
  },
  {
    kernelName: tf.Tanh,
    outputsToSave: [true],
    gradFunc: (dy, tensors) => ({ x: () => tf.mul(tf.sub(1, tf.square(saved(tensors, 0))), one(dy)) }),
  },
  {
    kernelName: tf.SquaredDifference,
    inputsToSave: ['a', 'b'],
    gradFunc: (dy, tensors) => {
      // Both have the same shape: it is only used between a prediction and its target.
      const twice = () => tf.mul(one(dy), tf.mul(2, tf.sub(saved(tensors, 0), saved(tensors, 1))));
      return { a: twice, b: () => tf.neg(twice()) };
    },
  },
  {
    // Over all axes for a loss, over some of them for a norm.
    kernelName: tf.Mean,
    inputsToSave: ['x'],
    gradFunc: (dy, tensors, attributes) => {
      const { shape, size } = saved(tensors, 0);
      const axes = tf.util.parseAxisParam(namedAttributes<{ axis: number | number[] }>(attributes).axis, shape);
      const kept = shape.map((length, axis) => (axes.includes(axis) ? 1 : length));
      const count = size / tf.util.sizeFromShape(kept);
      return { x: () => tf.broadcastTo(tf.reshape(tf.div(one(dy), count), kept), shape) };
    },
  },
];

for (const gradient of gradients) tf.registerGradient(gradient);
