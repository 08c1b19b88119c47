/** The contents of a network's batch, and how to make it without the kernel. */
import type * as tf from '@tensorflow/tfjs-core';
import type { BatchImages } from '../../data/device-images.ts';
import type { Timesteps } from '../../kernels/timestep-embedding/index.ts';
import type { RandomStream } from '../../random.ts';
import type { NoisyPart } from './batch.wgsl.ts';

/** The random streams of one step: everything random in its batch is a function of these. */
export interface BatchStreams {
  readonly noise: RandomStream;
  /** Draws each image's noise level, if levels are drawn. */
  readonly levels: RandomStream;
  /** Which images are mirrored; null: none. */
  readonly flips: RandomStream | null;
}

/** The inputs of a step. */
export interface BatchTensors {
  /** [n, side, side, channels] */
  readonly noisy: tf.Tensor4D;
  /** The network's target, of the same shape. */
  readonly target: tf.Tensor4D;
  /** [n]; empty for a network without timesteps. */
  readonly timesteps: Timesteps;
  /** Weights of the squared errors, [n, 1, 1, 1]; null if all are 1. */
  readonly weights: tf.Tensor4D | null;
}

export interface BatchContents {
  readonly kernel: NoisyPart;
  /** Further inputs of the kernel, the same for all batches. The tables belong to the caller. */
  readonly uniforms: Readonly<Record<string, number>>;
  tables(): Readonly<Record<string, tf.Tensor>>;
  /** Number of draws of each image's noise; the nearest one is used (`nearest-noise.ts`). */
  readonly noiseDraws: number;
  /**
   * Composed of tfjs' operations. The kernel is checked against it, and backends without the kernel
   * use it. Call it in a `tf.tidy`.
   */
  compose(clean: tf.Tensor4D, streams: BatchStreams): BatchTensors;
}

/** A batch of one size, which is made again for every step. */
export interface BatchAssembly {
  /** Sets the contents of the next `make`. `images` must be of the kind that it was made for. */
  write(images: BatchImages, streams: BatchStreams): void;
  /** Makes tensors: call it in a `tf.tidy`. */
  make(): BatchTensors;
  dispose(): void;
}
