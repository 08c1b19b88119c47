/**
 * The network as sampling, evaluation and restoration see it: pictures, timesteps and classes in, a
 * prediction out.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { PredictionType } from '../config.ts';
import { type ClassConditioning, classConditioning } from '../models/unet2d/class-conditioning.ts';
import type { UNet2DModel } from '../models/unet2d/index.ts';

/** A point between two classes of the network: 0 is the first, 1 the second. */
export interface ClassBlend {
  readonly from: number;
  readonly to: number;
  readonly part: number;
}

/**
 * Number of one of the network's classes; null: no particular class. A network that knows no
 * classes ignores it.
 */
export type Label = number | null;

export interface Denoiser {
  /** What the network predicts. */
  readonly prediction: PredictionType;
  readonly knowsClasses: boolean;
  /**
   * Whether the network has learned to answer without a class, so that an answer with one can be
   * compared with it.
   */
  readonly answersWithoutClass: boolean;
  /**
   * [n, side, side, channels] -> the same shape. Takes one timestep and one label for all images,
   * or one of each per image. `first`: the index of the first image, if these are a part of more: a
   * network that needs a class cycles through its classes when none is chosen. Makes intermediate
   * tensors: call it in a `tf.tidy`.
   */
  answer(
    x: tf.Tensor4D,
    timestep: number | ArrayLike<number>,
    label: Label | readonly (Label | ClassBlend)[],
    first?: number,
  ): tf.Tensor4D;
}

/**
 * `prediction`: `predictionOf` the network's scheduler. `setClasses`: classes of the data set that
 * it learns from. `noClass`: as in `classConditioning`. The caller keeps the model.
 */
export function unetDenoiser(
  model: UNet2DModel,
  prediction: PredictionType,
  setClasses: number,
  noClass?: number,
): Denoiser {
  const classes = classConditioning(model.config, setClasses, noClass);
  /** A network that always had a class cycles through its classes when none is chosen. */
  const number = (label: Label, image: number, { count, classes, noClass }: ClassConditioning) =>
    noClass !== null && (label === null || classes === null) ? noClass : (label ?? image) % count;
  /**
   * The rows of the network's table by number or, if any image's class is a blend, by weight; a
   * single class has weight 1, which gives exactly its row.
   */
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

/** Whether each image has a label of its own. */
const isEach = (label: Label | readonly (Label | ClassBlend)[]): label is readonly (Label | ClassBlend)[] =>
  Array.isArray(label);

/**
 * A denoiser with a chosen class, which a sampler calls at every step. `first` as in
 * `Denoiser.answer`. Call it in a `tf.tidy`.
 */
export type Answer = (x: tf.Tensor4D, timestep: number, first?: number) => tf.Tensor4D;

/**
 * Computes the answer before a step, in separate turns on the device: for a picture so large that
 * one turn would take long. The caller owns the tensor.
 */
export interface AnswerAhead {
  ahead(x: tf.Tensor4D, timestep: number): Promise<tf.Tensor4D>;
}

/**
 * The answer for one step: the network itself, or a wrapper around the answer computed ahead, valid
 * until it is disposed of. Do not call it within a turn.
 */
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
 * Classifier-free guidance (Ho and Salimans, "Classifier-Free Diffusion Guidance", 2022, eq. 6,
 * with w + 1 for the paper's w): multiplies by `guidance` what a class changes about the answer. 1
 * is no guidance and 0 ignores the class. One pass over twice the images computes both answers; if
 * there is nothing to compare, a pass over the images is enough. `label`: for all images, or one
 * for each.
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
