/**
 * The sampling loop: from pure noise to pictures, one scheduler step at a time, with a callback
 * after each step.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type PictureShape, type PictureSize, pictureSize, sizeOf } from '../data/description.ts';
import { PlaygroundError } from '../errors.ts';
import { randomNormal } from '../kernels/noise/index.ts';
import type { RandomStream } from '../random.ts';
import { type Answer, type AnswerAhead, answerFor } from './denoiser.ts';
import { createScheduler, type SchedulerConfig } from './schedulers/index.ts';

/** Runs its work when it may use the device; rejects instead if the call has been cancelled. */
export type Turn = <T>(work: () => Promise<T>) => Promise<T>;

export interface SampleStep {
  /** Counts from 0. */
  readonly index: number;
  readonly total: number;
  readonly timestep: number;
  /**
   * The network's input: the sample as its scheduler scales it; at the start its noise is about
   * N(0, 1) for every scheduler. The sampler owns both tensors: they are freed when the promise has
   * settled.
   */
  readonly noisy: tf.Tensor4D;
  /** The clean image that the network predicts from it, clipped as the scheduler clips it. */
  readonly predicted: tf.Tensor4D;
}

export interface SampleOptions {
  /** `samplerConfig(...)`. */
  readonly scheduler: SchedulerConfig;
  /** Steps of the scheduler; Heun evaluates the network twice for most of them. */
  readonly steps: number;
  /** DDIM only. */
  readonly eta?: number;
  readonly shape: PictureShape | PictureSize;
  readonly count: number;
  /**
   * Picture i of a call is picture first + i of the stream, so that splitting a call does not
   * change the pictures.
   */
  readonly first?: number;
  readonly stream: RandomStream;
  /**
   * Replaces the stream's initial noise by this standard Gaussian noise, which the caller keeps.
   */
  readonly noise?: tf.Tensor4D;
  /**
   * Begins at the first step that is no noisier than this timestep, with these pictures, [count or
   * 1, height, width, channels], and the noise of that step. The caller keeps them.
   */
  readonly from?: { readonly original: tf.Tensor4D; readonly timestep: number };
  readonly onStep?: (step: SampleStep) => Promise<void>;
  readonly turn?: Turn;
  readonly signal?: AbortSignal;
}

/**
 * [count, height, width, channels], not clamped; the caller owns it. Every step, `onStep` included,
 * is one `turn`; answers computed ahead take other turns before it. Throws `cancelled` between two
 * steps once the signal is aborted. Frees all other tensors, however it ends.
 */
export async function sample(answer: Answer | AnswerAhead, options: SampleOptions): Promise<tf.Tensor4D> {
  const { shape, count, first = 0, stream, steps, onStep, turn = (work) => work(), signal, eta = 0 } = options;
  const scheduler = createScheduler(options.scheduler, { eta });
  const drawn = (purpose: string) => noiseOf(stream.fork(purpose), shape, first, count);
  let x: tf.Tensor4D | null = null;
  try {
    scheduler.setTimesteps(steps);
    const timesteps = Array.from(scheduler.timesteps);
    const { from } = options;
    const begun = from ? firstStep(timesteps, from.timestep) : 0;
    x = await turn(async () =>
      tf.tidy(() => {
        const noise = options.noise ?? drawn('initial');
        if (!from) return tf.mul<tf.Tensor4D>(noise, scheduler.initNoiseSigma);
        return scheduler.addNoise(from.original, noise, timesteps[begun] ?? 0) as tf.Tensor4D;
      }),
    );
    for (const [index, timestep] of timesteps.entries()) {
      if (index < begun) continue;
      if (signal?.aborted) throw new PlaygroundError('cancelled');
      const noisy: tf.Tensor4D = x;
      const scaled = () => scheduler.scaleModelInput(noisy, index) as tf.Tensor4D;
      const asked = await answerFor(
        typeof answer === 'function' ? answer : scaledBefore(answer, turn, scaled),
        noisy,
        timestep,
      );
      try {
        x = await turn(async () => {
          const { seen, predicted, next } = tf.tidy(() => {
            const input = scaled();
            const output = asked.answer(input, timestep);
            return {
              seen: tf.clone(input),
              predicted: tf.clone(scheduler.predictOriginal(output, index, noisy)) as tf.Tensor4D,
              next: scheduler.step(output, index, noisy, () => drawn(`step-${index}`)) as tf.Tensor4D,
            };
          });
          try {
            await onStep?.({ index, total: timesteps.length, timestep, noisy: seen, predicted });
          } catch (error) {
            next.dispose();
            throw error;
          } finally {
            tf.dispose([seen, predicted]);
          }
          return next;
        });
      } finally {
        asked.dispose();
      }
      noisy.dispose();
    }
    const result = x;
    x = null;
    return result;
  } finally {
    x?.dispose();
    scheduler.dispose();
  }
}

/** Applies the scheduler's input scaling before the answer is computed ahead. */
function scaledBefore(answer: AnswerAhead, turn: Turn, scaled: () => tf.Tensor4D): AnswerAhead {
  return {
    async ahead(_, timestep) {
      const input = await turn(async () => tf.tidy(() => tf.clone(scaled())));
      try {
        return await answer.ahead(input, timestep);
      } finally {
        input.dispose();
      }
    },
  };
}

/**
 * How many steps a call takes that begins with a picture (`from`). This is the number of passes if
 * the scheduler calls the network once per step.
 */
export function stepsFrom(config: SchedulerConfig, steps: number, timestep: number): number {
  const scheduler = createScheduler(config);
  try {
    scheduler.setTimesteps(steps);
    return scheduler.timesteps.length - firstStep(Array.from(scheduler.timesteps), timestep);
  } finally {
    scheduler.dispose();
  }
}

/** Noise for the pictures [first, first + count) of a stream. */
function noiseOf(stream: RandomStream, shape: PictureShape | PictureSize, first: number, count: number): tf.Tensor4D {
  const { width, height, channels } = sizeOf(shape);
  const blocksPerImage = pictureSize(shape) / 4;
  return randomNormal([count, height, width, channels], stream, first * blocksPerImage);
}

/**
 * The last of the steps at one timestep (Heun has two), because the earlier ones belong to the step
 * before. The very last step if no timestep is that small.
 */
function firstStep(timesteps: readonly number[], timestep: number): number {
  const found = timesteps.findIndex((at) => at <= timestep);
  return found < 0 ? timesteps.length - 1 : timesteps.lastIndexOf(timesteps[found] ?? 0);
}
