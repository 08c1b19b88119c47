/** What sampling, evaluation and restoration see of a network: pictures, timesteps and classes in, an answer out. */
import * as tf from '@tensorflow/tfjs-core';
import type { PredictionType } from '../config.ts';
import { type ClassConditioning, classConditioning } from '../models/unet2d/class-conditioning.ts';
import type { UNet2DModel } from '../models/unet2d/index.ts';

/** On the way from one of the network's classes to another: 0 is the first, 1 the second. */
export interface ClassBlend {
  readonly from: number;
  readonly to: number;
  readonly part: number;
}

/** Number of a class of the network's; null: no class in particular. A network that knows no classes does not look at it. */
export type Label = number | null;

export interface Denoiser {
  /** What it answers. */
  readonly prediction: PredictionType;
  readonly knowsClasses: boolean;
  /** Whether it has learned to answer without a class, so that an answer with one can be compared with it. */
  readonly answersWithoutClass: boolean;
  /**
   * [n, side, side, channels] -> the same. A timestep and a label for all, or one an image. `first`: the number of the first image, where these are some
   * of more: a network that must have a class gets each in turn where none is meant. Makes intermediates: call it in a `tf.tidy`.
   */
  answer(
    x: tf.Tensor4D,
    timestep: number | ArrayLike<number>,
    label: Label | readonly (Label | ClassBlend)[],
    first?: number,
  ): tf.Tensor4D;
}

/**
 * `prediction`: what `predictionOf` says of the network's scheduler. `setClasses`: of the data set that it learns from. `noClass`: as in `classConditioning`. The model stays the caller's.
 */
export function unetDenoiser(
  model: UNet2DModel,
  prediction: PredictionType,
  setClasses: number,
  noClass?: number,
): Denoiser {
  const classes = classConditioning(model.config, setClasses, noClass);
  /** A network that always had a class gets each in turn where none is meant. */
  const number = (label: Label, image: number, { count, classes, noClass }: ClassConditioning) =>
    noClass !== null && (label === null || classes === null) ? noClass : (label ?? image) % count;
  /** The rows of the network's table by number or, where one image's class is a blend, by weight: of one class alone 1, which gives its row to the bit. */
  const labelsOf = (labels: readonly (Label | ClassBlend)[], first: number, known: ClassConditioning) => {
    if (!labels.some(isBlend))
      return labels.map((label, i) => number(isBlend(label) ? label.from : label, first + i, known));
    const rows = { weights: new Float32Array(labels.length * known.count), count: known.count };
    for (const [i, label] of labels.entries()) {
      const { from, to, part } = isBlend(label) ? label : { from: label, to: label, part: 0 };
      for (const [end, share] of [[from, 1 - part] as const, [to, part] as const]) {
        const place = i * known.count + number(end, first + i, known);
        rows.weights[place] = (rows.weights[place] ?? 0) + share;
      }
    }
    return rows;
  };
  return {
    prediction,
    knowsClasses: typeof classes?.classes === 'number',
    answersWithoutClass: classes === null || classes.noClass !== null,
    answer(x, timestep, label, first = 0) {
      const [count] = x.shape;
      const images = Array.from({ length: count }, (_, i) => i);
      const timesteps = typeof timestep === 'number' ? images.map(() => timestep) : timestep;
      const labels = classes && labelsOf(isEach(label) ? label : images.map(() => label), first, classes);
      return model.forward(x, timesteps, labels ?? undefined);
    },
  };
}

const isBlend = (label: Label | ClassBlend): label is ClassBlend => typeof label === 'object' && label !== null;

/** Whether each image has its own. */
const isEach = (label: Label | readonly (Label | ClassBlend)[]): label is readonly (Label | ClassBlend)[] =>
  Array.isArray(label);

/** A denoiser whose class has been chosen: what a sampler asks at every step. `first` as in `Denoiser.answer`. In a `tf.tidy`. */
export type Answer = (x: tf.Tensor4D, timestep: number, first?: number) => tf.Tensor4D;

/** An answer that is computed ahead of a step, in turns of the device of its own: of a picture so large that one turn would be long. The tensor is the caller's. */
export interface AnswerAhead {
  ahead(x: tf.Tensor4D, timestep: number): Promise<tf.Tensor4D>;
}

/** For one step: the network itself, or what it has answered ahead, until it is disposed of. Not to be called in a turn. */
export async function answerFor(
  answer: Answer | AnswerAhead,
  x: tf.Tensor4D,
  timestep: number,
): Promise<{ readonly answer: Answer; dispose(): void }> {
  if (typeof answer === 'function') return { answer, dispose: () => {} };
  const output = await answer.ahead(x, timestep);
  return { answer: () => tf.clone(output), dispose: () => output.dispose() };
}

/**
 * Classifier-free guidance (Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022, eq. 6, with w + 1 for the paper's w): what a class changes
 * about the answer, `guidance` times over. 1 is none and 0 forgets the class. Both answers come of one pass over twice the images; one is enough
 * where there is nothing to compare. `label`: for all images, or one for each.
 */
export function guided(denoiser: Denoiser, label: Label | readonly (Label | ClassBlend)[], guidance: number): Answer {
  const [each, one] = isEach(label) ? [label, null] : [null, label];
  if (label === null || !denoiser.knowsClasses || !denoiser.answersWithoutClass || guidance === 1) {
    const labelsAt = (first: number, count: number) => each?.slice(first, first + count) ?? one;
    return (x, timestep, first = 0) => denoiser.answer(x, timestep, labelsAt(first, x.shape[0]), first);
  }
  if (guidance === 0) return (x, timestep) => denoiser.answer(x, timestep, null);
  return (x, timestep, first = 0) => {
    const [count] = x.shape;
    const labels = Array.from({ length: 2 * count }, (_, i) =>
      i < count ? null : each ? (each[first + i - count] ?? null) : one,
    );
    const both = denoiser.answer(tf.concat([x, x]), timestep, labels);
    const [without, withClass] = tf.split(both, 2);
    if (!without || !withClass) throw new Error('a batch of two halves');
    return tf.add(without, tf.mul(tf.sub(withClass, without), guidance));
  };
}
