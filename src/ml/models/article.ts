/**
 * The article's network: a convolutional encoder-decoder of four layers without skip connections, 3 -> 64 -> 128 -> 64 -> 3 channels, 268,547
 * parameters. [n, 32, 32, 3] -> [n, 16, 16, 64] -> [n, 8, 8, 128] -> [n, 16, 16, 64] -> [n, 32, 32, 3].
 *
 * Padding 1 with kernel 4 and stride 2 halves even sizes exactly; it is what TensorFlow calls `same` here, whose two zeros fall one on each side.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionShape, createConv2d, createConvTranspose2d } from '../nn/convolution.ts';
import type { RandomStream } from '../random.ts';
import type { Model } from './model.ts';

const halving = { kernel: 4, stride: 2, padding: 1 };

function between(inChannels: number, outChannels: number): ConvolutionShape {
  return { inChannels, outChannels, ...halving };
}

/** `weights`: the run's stream for initial weights; each layer draws from a fork under its own name. */
export function createArticleModel(weights: RandomStream): Model {
  // The numbers are the places in the program's nn.Sequential; ReLU and tanh sit between.
  const layers = {
    'encoder.0': createConv2d(between(3, 64), weights.fork('encoder.0')),
    'encoder.2': createConv2d(between(64, 128), weights.fork('encoder.2')),
    'decoder.0': createConvTranspose2d(between(128, 64), weights.fork('decoder.0')),
    'decoder.2': createConvTranspose2d(between(64, 3), weights.fork('decoder.2')),
  };
  const parameters = new Map<string, tf.Variable>();
  for (const [module, layer] of Object.entries(layers)) {
    for (const [name, variable] of layer.parameters) parameters.set(`${module}.${name}`, variable);
  }
  return {
    parameters,
    forward(x) {
      const half = tf.relu(layers['encoder.0'].forward(x));
      const quarter = tf.relu(layers['encoder.2'].forward(half));
      const halfAgain = tf.relu(layers['decoder.0'].forward(quarter));
      return tf.tanh(layers['decoder.2'].forward(halfAgain));
    },
    dispose() {
      for (const variable of parameters.values()) variable.dispose();
    },
  };
}
