/**
 * The forward process for training and evaluation: the noise levels, the probability of each, and
 * the weight of its error. Small arrays on the host; `prediction.ts` mixes images and noise.
 */
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { PredictionType } from '../config.ts';
import { lossWeight } from '../loss.ts';
import type { RandomStream } from '../random.ts';
import type { DiffusionRecipe } from '../recipes.ts';
import type { NoiseLevel } from './prediction.ts';
import { alphasCumprod } from './schedule.ts';
import { betaFields, checked, flag, parseConfig, predictionField } from './schedulers/config.ts';
import type { SchedulerConfig } from './schedulers/index.ts';
import { inOurWords } from './schedulers/nearest.ts';

/** One noise level per image. The noisy sample is alpha x_0 + sigma noise. */
export interface Levels {
  /** The network's timestep input: whole numbers for a schedule, fractions for `flow`. */
  readonly timesteps: Float32Array;
  readonly alphas: Float32Array;
  readonly sigmas: Float32Array;
  /** Factors on the squared error; null if all are 1. */
  readonly weights: Float32Array | null;
}

export interface ForwardProcess {
  readonly prediction: PredictionType;
  readonly numTrainTimesteps: number;
  /** Levels at these positions between the image (0) and the noise (below 1). */
  at(places: ArrayLike<number>): Levels;
  /** `count` independent random levels. */
  draw(distribution: DiffusionRecipe['timesteps'], count: number, stream: RandomStream): Levels;
}

const { fround, sqrt } = Math;

/** For scheduler classes with a schedule of betas: the fields that determine their noise levels. */
const scheduleSchema = checked({ ...betaFields(), rescale_betas_zero_snr: flag(false), ...predictionField });
const flowSchema = z.object({ num_train_timesteps: z.int().min(2).max(100_000).default(1000) });

function isFlow({ _class_name }: SchedulerConfig): boolean {
  return _class_name.startsWith('FlowMatch');
}

/** What a network with this scheduler_config.json predicts. */
export function predictionOf(saved: SchedulerConfig): PredictionType {
  const config = inOurWords(saved);
  return isFlow(config) ? 'flow' : parseConfig(scheduleSchema, config).prediction_type;
}

/** `minSnrGamma`: 0 for none; see `lossWeight`. Throws `scheduler-config`. */
export function createForwardProcess(saved: SchedulerConfig, minSnrGamma = 0): ForwardProcess {
  const config = inOurWords(saved);
  const { prediction, numTrainTimesteps, at } = isFlow(config)
    ? flowLevels(config)
    : scheduleLevels(config, minSnrGamma);
  return {
    prediction,
    numTrainTimesteps,
    at,
    draw(distribution, count, stream) {
      const places = new Float32Array(count);
      if (distribution === 'uniform') {
        stream.uniform(0, places);
        return at(places);
      }
      stream.normal(0, places);
      return at(places.map((z) => 1 / (1 + Math.exp(-z))));
    },
  };
}

/**
 * The probability density with which training draws a position between image and noise, in (0, 1),
 * relative to uniform. Its mean is 1.
 */
export function densityAt(distribution: DiffusionRecipe['timesteps'], place: number): number {
  if (distribution === 'uniform') return 1;
  const logit = Math.log(place / (1 - place));
  return Math.exp(-(logit ** 2) / 2) / (Math.sqrt(2 * Math.PI) * place * (1 - place));
}

type LevelSource = Pick<ForwardProcess, 'prediction' | 'numTrainTimesteps' | 'at'>;

/**
 * x = (1 - s) x_0 + s noise at every s in [0, 1); the network gets s as a timestep (Liu et al.
 * 2022; Esser et al. 2024).
 */
function flowLevels(config: SchedulerConfig): LevelSource {
  const { num_train_timesteps: total } = parseConfig(flowSchema, config);
  return {
    prediction: 'flow',
    numTrainTimesteps: total,
    at(places) {
      const sigmas = Float32Array.from(places);
      return {
        timesteps: sigmas.map((sigma) => sigma * total),
        alphas: sigmas.map((sigma) => 1 - sigma),
        sigmas,
        weights: null,
      };
    },
  };
}

/**
 * Levels at the schedule's timesteps. Roots in float32, rounded where PyTorch rounds (see
 * schedule.ts).
 */
function scheduleLevels(config: SchedulerConfig, minSnrGamma: number): LevelSource {
  const parsed = parseConfig(scheduleSchema, config);
  const { num_train_timesteps: total, prediction_type: prediction } = parsed;
  const alphaBars = alphasCumprod(parsed);
  const snrOf = (alphaBar: number) => alphaBar / fround(1 - alphaBar);
  const weighted = minSnrGamma > 0 || prediction === 'sample';
  return {
    prediction,
    numTrainTimesteps: total,
    at(places) {
      const timesteps = Float32Array.from(places, (place) => Math.min(Math.floor(place * total), total - 1));
      const bars = timesteps.map((timestep) => alphaBars[timestep] ?? Number.NaN);
      return {
        timesteps,
        alphas: bars.map(sqrt),
        sigmas: bars.map((bar) => sqrt(fround(1 - bar))),
        weights: weighted ? bars.map((bar) => lossWeight(prediction, snrOf(bar), minSnrGamma)) : null,
      };
    },
  };
}

/** Tensors that broadcast to images, [n, h, w, c]. The caller owns them. */
export function levelTensors({ alphas, sigmas }: Levels): NoiseLevel & { alpha: tf.Tensor4D; sigma: tf.Tensor4D } {
  const shape: [number, number, number, number] = [alphas.length, 1, 1, 1];
  return { alpha: tf.tensor4d(alphas, shape), sigma: tf.tensor4d(sigmas, shape) };
}
