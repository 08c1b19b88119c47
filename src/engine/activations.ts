/**
 * The outputs of a run's layers for the preview's images: test images with different amounts of
 * noise.
 */
import * as tf from '@tensorflow/tfjs-core';
import { watchActivations } from '../ml/nn/activations.ts';
import { randomStream } from '../ml/random.ts';
import type { NumbersHistogram } from '../workers/protocol.ts';
import type { Looked } from './diffusion-preview.lazy.ts';
import { histogramOf } from './layers.ts';
import type { CheckedLock } from './lock.ts';
import type { Run } from './run.ts';
import { loadClean, lookOf } from './training-preview.ts';

/** Most numbers per layer. More would tell no more, and all of them have to be read back. */
const mostNumbers = 16_384;

/**
 * By layer, for the trained weights: one pass over the preview's images under one lock. Empty if
 * the run has been replaced meanwhile.
 */
export async function activationsOf(
  run: Run,
  current: () => Run,
  lock: CheckedLock,
): Promise<ReadonlyMap<string, NumbersHistogram>> {
  const clean = await loadClean(run.dataSet);
  return lock.take(async () => {
    const histograms = new Map<string, NumbersHistogram>();
    if (current() !== run) return histograms;
    const network = run.networkSnapshot('raw');
    const kept = new Map<string, tf.Tensor>();
    let looked: Looked | null = null;
    try {
      const look = await lookOf(network);
      const stream = randomStream(run.experiment.seed).fork('preview');
      const keep = (layer: string, answer: tf.Tensor): void => void kept.set(layer, tf.keep(someOf(answer)));
      looked = watchActivations(keep, () => look(clean, run.dataSet.labels('test'), stream));
      const read = await Promise.all(Array.from(kept, async ([layer, some]) => [layer, await some.data()] as const));
      for (const [layer, numbers] of read) histograms.set(layer, histogramOf([Float32Array.from(numbers)]));
      return histograms;
    } finally {
      tf.dispose([...kept.values(), ...(looked ? [looked.noisy, looked.output] : [])]);
      network.dispose();
    }
  });
}

/**
 * [..., channels] -> [some, channels]: every n-th place with all its channels. n is odd, so that
 * the places come from every column of a picture.
 */
function someOf(answer: tf.Tensor): tf.Tensor {
  const channels = answer.shape.at(-1) ?? 1;
  const places = answer.size / channels;
  const least = Math.ceil(answer.size / mostNumbers);
  const every = Math.min(places, least + ((least + 1) % 2));
  const some = Math.floor(places / every);
  return tf.tidy(() => {
    const rows = tf.slice(tf.reshape<tf.Rank.R2>(answer, [places, channels]), [0, 0], [some * every, channels]);
    return tf.clone(tf.slice(tf.reshape<tf.Rank.R2>(rows, [some, every * channels]), [0, 0], [some, channels]));
  });
}
