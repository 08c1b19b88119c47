/** Repair by sampling, one noise level at a time, with a callback after each step. */
import * as tf from '@tensorflow/tfjs-core';
import type { PredictionType } from '../../config.ts';
import { PlaygroundError } from '../../errors.ts';
import { randomNormal } from '../../kernels/noise/index.ts';
import type { RandomStream } from '../../random.ts';
import { type Answer, type AnswerAhead, answerFor } from '../denoiser.ts';
import { predictedOriginal } from '../prediction.ts';
import type { ForwardProcess } from '../process.ts';
import type { SampleStep, Turn } from '../sample.ts';
import {
  lessNoisy,
  levelsVisited,
  type NoiseLevels,
  noiseLevels,
  noisier,
  passesOf,
  type Transition,
} from './levels.ts';
import type { RepairSettings } from './methods.ts';
import type { Remains } from './remains.ts';

export interface RepairOptions extends Pick<RepairSettings, 'steps' | 'jump' | 'resamples'> {
  readonly method: 'repaint' | 'ddnm';
  readonly prediction: PredictionType;
  /** The noise levels that the network was trained on. */
  readonly process: ForwardProcess;
  readonly stream: RandomStream;
  readonly onStep?: (step: SampleStep) => Promise<void>;
  readonly turn?: Turn;
  readonly signal?: AbortSignal;
}

/**
 * The caller keeps `remains` and owns the result: [n, height, width, channels], not clamped. Every
 * pass, `onStep` included, is one `turn`; answers computed ahead take other turns before it. Throws
 * `cancelled` between two passes once the signal is aborted, and `value-invalid` if there are more
 * steps than training timesteps. Frees all other tensors, however it ends.
 */
export async function repair(
  answer: Answer | AnswerAhead,
  remains: Remains,
  options: RepairOptions,
): Promise<tf.Tensor4D> {
  const { steps, jump, resamples, process, stream, onStep, turn = (work) => work(), signal } = options;
  const most = process.numTrainTimesteps;
  if (steps > most)
    throw new PlaygroundError('value-invalid', {
      name: 'steps',
      value: steps,
      allowed: { code: 'whole-number', least: 1, most },
    });
  const levels = noiseLevels(process, steps);
  const visited = levelsVisited(steps, jump, resamples);
  const total = passesOf(options);
  const { shape } = remains.measured;
  const drawn = (purpose: string) => randomNormal(shape, stream.fork(purpose));

  let x = await turn(async () => drawn('initial'));
  try {
    let level = steps;
    let index = 0;
    for (const [i, next] of visited.entries()) {
      if (i === 0) continue;
      if (signal?.aborted) throw new PlaygroundError('cancelled');
      const before = x;
      const from = level;
      level = next;
      if (next > from) {
        x = await turn(async () =>
          tf.tidy(() => moved(noisier(levels, from, next), before, null, () => drawn(`back-${i}`))),
        );
        before.dispose();
        continue;
      }
      const timestep = levels.timesteps[from] ?? 0;
      const asked = await answerFor(answer, before, timestep);
      try {
        x = await turn(async () => {
          const { predicted, made } = tf.tidy(() => {
            const seen = seenIn(asked.answer(before, timestep), before, from, levels, options.prediction);
            return { predicted: tf.clone(seen), made: nextSample(seen, before, { from, to: next }, `${i}`) };
          });
          try {
            await onStep?.({ index, total, timestep, noisy: before, predicted });
          } catch (error) {
            made.dispose();
            throw error;
          } finally {
            predicted.dispose();
          }
          return made;
        });
      } finally {
        asked.dispose();
      }
      before.dispose();
      index += 1;
    }
    return x;
  } catch (error) {
    x.dispose();
    throw error;
  }

  function nextSample(seen: tf.Tensor4D, before: tf.Tensor4D, way: Way, name: string): tf.Tensor4D {
    const step = lessNoisy(levels, way.from, way.to);
    const fresh = () => drawn(`step-${name}`);
    if (options.method === 'ddnm') return agreeing(seen, before, remains, step, fresh);
    const made = moved(step, before, seen, fresh);
    const { known, measured } = remains;
    if (!known) return made;
    const [alpha, sigma] = [levels.alphas[way.to] ?? 1, levels.sigmas[way.to] ?? 0];
    const there = moved({ sample: alpha, original: 0, deviation: sigma }, measured, null, () => drawn(`known-${name}`));
    return tf.add(tf.mul(there, known), tf.mul(made, tf.sub(1, known)));
  }
}

interface Way {
  readonly from: number;
  readonly to: number;
}

/** Draws from the transition. In a `tf.tidy`. */
function moved(
  { sample, original, deviation }: Transition,
  x: tf.Tensor4D,
  clean: tf.Tensor4D | null,
  noise: () => tf.Tensor4D,
): tf.Tensor4D {
  const mean: tf.Tensor4D = clean ? tf.add(tf.mul(x, sample), tf.mul(clean, original)) : tf.mul(x, sample);
  return deviation === 0 ? mean : tf.add(mean, tf.mul(noise(), deviation));
}

/**
 * The clean picture that the network predicts, clipped to the range of a picture, as RePaint's
 * authors do.
 */
function seenIn(
  output: tf.Tensor4D,
  x: tf.Tensor4D,
  level: number,
  { alphas, sigmas }: NoiseLevels,
  prediction: PredictionType,
): tf.Tensor4D {
  const [alpha, sigma] = [alphas[level] ?? 0, sigmas[level] ?? 1];
  // For pure noise, a prediction of the noise says nothing about the picture.
  if (alpha === 0 && prediction === 'epsilon') return tf.zerosLike(x);
  return tf.clipByValue(predictedOriginal(prediction, output, x, { alpha, sigma }), -1, 1) as tf.Tensor4D;
}

/**
 * DDNM (Wang, Yu and Zhang 2023, algorithm 1) and, if the measured picture has noise, DDNM+ (eq. 17
 * to 19, with one lambda for the whole picture): the correction carries `lambda noise` of noise, so
 * that less fresh noise is added. If the correction alone would carry too much, it is made smaller.
 */
function agreeing(
  seen: tf.Tensor4D,
  x: tf.Tensor4D,
  { measured, project, noise }: Remains,
  step: Transition,
  fresh: () => tf.Tensor4D,
): tf.Tensor4D {
  const brought = step.original * noise;
  const lambda = brought <= step.deviation ? 1 : step.deviation / brought;
  const deviation = Math.sqrt(Math.max(0, step.deviation ** 2 - (lambda * brought) ** 2));
  const corrected: tf.Tensor4D = tf.add(seen, tf.mul(tf.sub(measured, project(seen)), lambda));
  return moved({ ...step, deviation }, x, corrected, fresh);
}
