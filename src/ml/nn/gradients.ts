/**
 * Gradients of the operations that our networks and losses are composed of. tfjs-core brings none by itself; its complete set would add
 * tens of kilobytes to the page, and lies in modules that Node cannot import. Import this file for its effect.
 */
import * as tf from '@tensorflow/tfjs-core';

interface ConvolutionAttributes {
  readonly strides: [number, number] | number;
  readonly pad: 'valid' | 'same' | number;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** tfjs hands attributes over as one wide map; those of its own operations are known. */
function namedAttributes<Attributes>(attributes: tf.NamedAttrMap): Attributes {
  return attributes as unknown as Attributes;
}

function convolution(attributes: tf.NamedAttrMap): ConvolutionAttributes {
  return namedAttributes(attributes);
}

function one(dy: tf.Tensor | tf.Tensor[]): tf.Tensor {
  if (Array.isArray(dy)) throw new Error('a gradient of one output got several');
  return dy;
}

function several(dy: tf.Tensor | tf.Tensor[]): tf.Tensor[] {
  return Array.isArray(dy) ? dy : [dy];
}

function saved(tensors: readonly tf.Tensor[], index: number): tf.Tensor {
  const tensor = tensors[index];
  if (tensor === undefined) throw new Error(`the forward pass saved no tensor ${index}`);
  return tensor;
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

/** Sums `dy` over the axes along which an operand of this shape was repeated. */
function unbroadcast(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const axes = tf.broadcast_util.getReductionAxes(shape, dy.shape);
  return tf.reshape(axes.length === 0 ? dy : tf.sum(dy, axes), shape);
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
    // The forward pass of tf.conv2dTranspose: a convolution run backwards, so its gradient is the convolution itself.
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
      // Of the same shape: the only use is between a prediction and its target.
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
    // tfjs names the inputs of a list by their places in it.
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
    // Enlarged by 2, the only use: the sum of four pixels. tfjs' own kernel for it, on the CPU, reads the first image's gradient for all of a batch.
    kernelName: tf.ResizeNearestNeighbor,
    gradFunc: (dy) => ({ images: () => tf.mul(4, tf.avgPool(one(dy) as tf.Tensor4D, 2, 2, 'valid')) }),
  },
];

for (const gradient of gradients) tf.registerGradient(gradient);
