/** Types only: requests and results of sampling, and the networks and noise that it uses. */
import type { BetaSchedule, DataSetDescription, SamplerName } from '../../ml/config.ts';
import type { Pictures } from './pictures.ts';
import type { NetworkReport } from './run.ts';

export type CallId = number;

/** How to sample from a diffusion network; a one-pass network ignores it. */
export interface Sampling {
  readonly sampler: SamplerName;
  readonly steps: number;
  /** For DDIM only, 0 to 1. */
  readonly eta: number;
  /** Scale of classifier-free guidance; 1 is none. */
  readonly guidance: number;
  /** One of the network's classes; null: no particular class. */
  readonly classIndex: number | null;
  readonly weights: 'ema' | 'raw';
}

/**
 * A picture to paint over, by SDEdit (Meng et al., "SDEdit: Guided Image Synthesis and Editing with
 * Stochastic Differential Equations", 2022).
 */
export interface Sketch {
  /** One picture of the network's size. */
  readonly original: Pictures;
  /**
   * How much noise it gets, as a timestep of the network's training. The more noise, the less of
   * the picture is kept.
   */
  readonly timestep: number;
}

/** The other end of a walk. The pictures are spaced evenly between the ends, both included. */
export interface Walk {
  readonly seed: number;
  /** The class at this end if the sampling has one; null: the same class. */
  readonly classIndex: number | null;
}

export interface GenerateRequest {
  /** The model to sample from; by default the run's network. */
  readonly model?: ModelId;
  readonly seed: number;
  readonly count: number;
  readonly sampling: Sampling;
  /**
   * Makes pictures on the way from the seed's first picture to another seed's. Only for a network
   * that is sampled from step by step, with a scheduler that draws no noise in its steps.
   */
  readonly walk?: Walk;
  /**
   * Starts from this picture with some noise added, instead of from noise alone. Cannot be combined
   * with a walk.
   */
  readonly from?: Sketch;
}

/** One step of a `generate` or `restore` call, sent while the call runs. */
export interface GenerateStep {
  readonly call: CallId;
  /** Counts from 0. */
  readonly index: number;
  readonly total: number;
  /** The timestep at which the step began. */
  readonly timestep: number;
  /** The network's input, clamped to the range of a picture. */
  readonly noisy: Pictures;
  /** The clean image that the network predicts from it. */
  readonly predicted: Pictures;
}

export interface GenerateResult {
  readonly step: number;
  /** As requested. */
  readonly seed: number;
  /** As carried out; null if the network answered in one pass. */
  readonly sampling: Sampling | null;
  readonly noise: Pictures;
  readonly samples: Pictures;
}

/** A model that was opened beside the run; the engine numbers them from 1. */
export type ModelId = number;

/** A network that can be sampled from beside the run. */
export interface OpenedModel {
  readonly model: ModelId;
  readonly network: NetworkReport;
  /** Number of optimizer steps that it was trained for; 0 if unknown. */
  readonly step: number;
  /** The set it was trained on, if its folder says so. */
  readonly dataSet: DataSetDescription | null;
}

/** A noise schedule to look at: how the noise grows with the timestep, between which two betas. */
export interface NoiseChoice {
  readonly betaSchedule: BetaSchedule;
  /** Above 0 and below 1, like `betaEnd`. The cosine schedule ignores both. */
  readonly betaStart: number;
  readonly betaEnd: number;
  readonly zeroTerminalSnr: boolean;
}

/**
 * The composition of a noisy picture at each timestep, least noise first: `alphas` is the factor of
 * the picture, `sigmas` the standard deviation of the noise.
 */
export interface NoiseLevels {
  /**
   * If true, alpha + sigma = 1; otherwise alpha^2 + sigma^2 = 1, where alpha^2 is diffusers'
   * alphas_cumprod.
   */
  readonly isFlow: boolean;
  readonly timesteps: Float32Array<ArrayBuffer>;
  readonly alphas: Float32Array<ArrayBuffer>;
  readonly sigmas: Float32Array<ArrayBuffer>;
  /** How much more likely training draws this timestep than under a uniform distribution. */
  readonly density: Float32Array<ArrayBuffer>;
}
