/**
 * The article's network: a convolutional encoder-decoder of four layers without skip connections, 3
 * -> 64 -> 128 -> 64 -> 3 channels, 268,547 parameters. [n, 32, 32, 3] -> [n, 16, 16, 64] -> [n, 8,
 * 8, 128] -> [n, 16, 16, 64] -> [n, 32, 32, 3].
 *
 * Padding 1 with kernel 4 and stride 2 halves even sizes exactly. In TensorFlow this is `same`,
 * which here adds one zero on each side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionShape, declareConv2d, declareConvTranspose2d } from '../nn/convolution.ts';
import { allocateAll, kaimingUniform, ModuleScope, type Parameter, type ParameterSource } from '../nn/parameters.ts';
import type { RandomStream } from '../random.ts';
import type { Model } from './model.ts';

const halving = { kernel: 4, stride: 2, padding: 1 };

function between(inChannels: number, outChannels: number): ConvolutionShape {
  return { inChannels, outChannels, ...halving };
}

/**
 * For pictures with this many channels, whose side is a multiple of 4. `weights`: the run's stream
 * for initial weights, or the weights themselves.
 */
export function createArticleModel(channels: number, weights: RandomStream | ParameterSource): Model {
  const source = typeof weights === 'function' ? weights : initialWeights(weights);
  const { declared, forward } = declareArticle(channels);
  const parameters = allocateAll(declared, source);
  return {
    parameters,
    forward,
    dispose() {
      for (const variable of parameters.values()) variable.dispose();
    },
  };
}

/** The shape of every parameter as in PyTorch, in PyTorch's order. Needs no device. */
export function articleShapes(channels: number): ReadonlyMap<string, readonly number[]> {
  return new Map([...declareArticle(channels).declared].map(([name, { shape }]) => [name, shape]));
}

function declareArticle(channels: number): { declared: ReadonlyMap<string, Parameter>; forward: Model['forward'] } {
  const declared = new Map<string, Parameter>();
  const scope = new ModuleScope(declared);
  // The numbers are positions in the program's nn.Sequential, which has ReLU and tanh in between.
  const encoder0 = declareConv2d(scope.child('encoder.0'), { ...between(channels, 64), ofData: true });
  const encoder2 = declareConv2d(scope.child('encoder.2'), between(64, 128));
  const decoder0 = declareConvTranspose2d(scope.child('decoder.0'), between(128, 64));
  const decoder2 = declareConvTranspose2d(scope.child('decoder.2'), between(64, channels));
  return {
    declared,
    forward(x) {
      const half = tf.relu(encoder0(x));
      const quarter = tf.relu(encoder2(half));
      const halfAgain = tf.relu(decoder0(quarter));
      return tf.tanh(decoder2(halfAgain));
    },
  };
}

/**
 * PyTorch's defaults. Each layer draws from a fork under its own name, and its parameters from
 * forks of that.
 */
function initialWeights(weights: RandomStream): ParameterSource {
  return ({ name, shape, initialization }) => {
    if (initialization.kind !== 'kaiming') throw new Error('only convolutions here');
    const dot = name.lastIndexOf('.');
    const stream = weights.fork(name.slice(0, dot)).fork(name.slice(dot + 1));
    return kaimingUniform(tf.util.sizeFromShape([...shape]), initialization.fanIn, stream);
  };
}
