/**
 * Pictures as numbers, for programs that compare them: a .safetensors file that PyTorch can read.
 */
import { writeFile } from 'node:fs/promises';
import type * as tf from '@tensorflow/tfjs-core';
import { type NamedTensors, writeSafetensors } from '../../src/ml/checkpoint/safetensors.ts';

interface Numbers {
  /** [count, height, width, channels], the engine's layout of pictures. */
  readonly noise: tf.Tensor4D;
  readonly samples: tf.Tensor4D;
}

/**
 * "noise" and "sample", float32 [count, channels, height, width], diffusers' layout of pictures.
 * Waits for the device.
 */
export async function writeTensors(file: string, { noise, samples }: Numbers): Promise<void> {
  const tensors: NamedTensors = new Map([
    ['noise', await channelsFirst(noise)],
    ['sample', await channelsFirst(samples)],
  ]);
  await writeFile(file, writeSafetensors(tensors, { format: 'pt' }));
}

async function channelsFirst(pictures: tf.Tensor4D) {
  const [count, height, width, channels] = pictures.shape;
  const channelsLast = await pictures.data<'float32'>();
  const values = new Float32Array(channelsLast.length);
  const pixels = height * width;
  for (let i = 0; i < values.length; i++) {
    const [image, channel, pixel] = [
      Math.floor(i / (channels * pixels)),
      Math.floor(i / pixels) % channels,
      i % pixels,
    ];
    values[i] = channelsLast[(image * pixels + pixel) * channels + channel] ?? Number.NaN;
  }
  return { shape: [count, channels, height, width], values };
}
