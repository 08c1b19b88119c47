/** What a batch for a network consists of, and how it is made without the kernel. */
import type * as tf from '@tensorflow/tfjs-core';
import type { BatchImages } from '../../data/device-images.ts';
import type { Timesteps } from '../../kernels/timestep-embedding/index.ts';
import type { RandomStream } from '../../random.ts';
import type { NoisyPart } from './batch.wgsl.ts';

/** Of one step: everything random about its batch is a function of these. */
export interface BatchStreams {
  readonly noise: RandomStream;
  /** How noisy each image is, where that is drawn. */
  readonly levels: RandomStream;
  /** Which images are mirrored; null: none. */
  readonly flips: RandomStream | null;
}

/** What a step computes on. */
export interface BatchTensors {
  /** [n, side, side, channels] */
  readonly noisy: tf.Tensor4D;
  /** What the network should answer. The same shape. */
  readonly target: tf.Tensor4D;
  /** [n]; empty for a network that is not told. */
  readonly timesteps: Timesteps;
  /** Of the squared errors, [n, 1, 1, 1]; null where all are 1. */
  readonly weights: tf.Tensor4D | null;
}

export interface BatchContents {
  readonly kernel: NoisyPart;
  /** What the kernel reads besides, the same for all batches. The tables are the caller's. */
  readonly uniforms: Readonly<Record<string, number>>;
  tables(): Readonly<Record<string, tf.Tensor>>;
  /** Of each image's noise, which then is the nearest of them (`nearest-noise.ts`). */
  readonly noiseDraws: number;
  /** Composed of tfjs' operations: what the kernel is checked against, and what backends without it run. In a `tf.tidy`. */
  compose(clean: tf.Tensor4D, streams: BatchStreams): BatchTensors;
}

/** A batch of one size, made again for every step. */
export interface BatchAssembly {
  /** What the next `make` is of. `images` are of the kind that it was made for. */
  write(images: BatchImages, streams: BatchStreams): void;
  /** Makes tensors: call it in a `tf.tidy`. */
  make(): BatchTensors;
  dispose(): void;
}
