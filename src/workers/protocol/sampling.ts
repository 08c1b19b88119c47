/**
 * Sampling: how it is asked for, what comes of it, and the networks and noise that it goes by.
 * Types only.
 */
import type { BetaSchedule, DataSetDescription, SamplerName } from '../../ml/config.ts';
import type { Pictures } from './pictures.ts';
import type { NetworkReport } from './run.ts';

export type CallId = number;

/** How a diffusion network is sampled from; a one-pass network has no use for it. */
export interface Sampling {
  readonly sampler: SamplerName;
  readonly steps: number;
  /** DDIM only: 0 to 1. */
  readonly eta: number;
  /** Classifier-free guidance; 1 is none. */
  readonly guidance: number;
  /** Number of one of the network's classes; null: none in particular. */
  readonly classIndex: number | null;
  readonly weights: 'ema' | 'raw';
}

/**
 * What is painted over: SDEdit (Meng et al., "SDEdit: Guided Image Synthesis and Editing with
 * Stochastic Differential Equations", 2022).
 */
export interface Sketch {
  /** One picture, of the network's size. */
  readonly original: Pictures;
  /**
   * How far it is taken: a timestep of the network's training. The more noise, the less of it is
   * kept.
   */
  readonly timestep: number;
}

/** The other end of a walk. Its pictures go there evenly, both ends included. */
export interface Walk {
  readonly seed: number;
  /** The class there, where the sampling has one; null: the same. */
  readonly classIndex: number | null;
}

export interface GenerateRequest {
  /** Samples from this model; without it from the run's network. */
  readonly model?: ModelId;
  readonly seed: number;
  readonly count: number;
  readonly sampling: Sampling;
  /**
   * Pictures on the way from the seed's first one to another. Of a network that is sampled from
   * step by step, with a scheduler that draws no noise on its way.
   */
  readonly walk?: Walk;
  /**
   * Begins with a picture that has been taken some of the way to noise, instead of with noise
   * alone. Not with a walk.
   */
  readonly from?: Sketch;
}

/** One step of a `generate` or `restore` call, as it happens. */
export interface GenerateStep {
  readonly call: CallId;
  /** Counts from 0. */
  readonly index: number;
  readonly total: number;
  /** That the step went out from. */
  readonly timestep: number;
  /** What the network saw, clamped to what a picture can hold. */
  readonly noisy: Pictures;
  /** The clean image that the network sees in it. */
  readonly predicted: Pictures;
}

export interface GenerateResult {
  readonly step: number;
  /** As requested. */
  readonly seed: number;
  /** As carried out; null where it was one pass. */
  readonly sampling: Sampling | null;
  readonly noise: Pictures;
  readonly samples: Pictures;
}

/** Of a model that was opened beside the run; the engine numbers them from 1. */
export type ModelId = number;

/** A network that can be sampled from beside the run. */
export interface OpenedModel {
  readonly model: ModelId;
  readonly network: NetworkReport;
  /** Optimizer steps that it was trained for; 0 where nothing says. */
  readonly step: number;
  /** What it was trained on, where its folder says so. */
  readonly dataSet: DataSetDescription | null;
}

/**
 * A noise schedule to look at: how fast the noise grows with the timestep, from which beta to
 * which.
 */
export interface NoiseChoice {
  readonly betaSchedule: BetaSchedule;
  /** Above 0 and below 1. The cosine schedule has no use for either. */
  readonly betaStart: number;
  readonly betaEnd: number;
  readonly zeroTerminalSnr: boolean;
}

/**
 * What a noisy picture is made of at each timestep: `alphas` of the picture and `sigmas` of noise
 * of standard deviation 1, least noise first.
 */
export interface NoiseLevels {
  /** Then alpha + sigma = 1; else alpha^2, diffusers' alphas_cumprod, + sigma^2 = 1. */
  readonly isFlow: boolean;
  readonly timesteps: Float32Array<ArrayBuffer>;
  readonly alphas: Float32Array<ArrayBuffer>;
  readonly sigmas: Float32Array<ArrayBuffer>;
  /** How much likelier training draws this timestep than if all were alike. */
  readonly density: Float32Array<ArrayBuffer>;
}
