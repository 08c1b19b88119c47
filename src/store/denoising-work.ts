/**
 * The work of calls that denoise with the run's network, and the time that this device needs for
 * it. Work is counted in pixels that go through the network: it takes about as long for each.
 */
import type { LookSettings } from '../ml/config.ts';
import type { NetworkReport, Sampling } from '../workers/protocol.ts';
import type { KnownSet } from './data-sets.ts';
import { samplingFor } from './sampling.ts';
import type { BoardCall } from './types/paint.ts';
import type { EngineSlice, RunSlice } from './types.ts';

export interface DenoisingWork {
  /** Denoising steps, as calls count them. */
  readonly steps: number;
  /** Pixels that go through the network, summed over all steps. */
  readonly pixels: number;
  /** Whether all of it goes through the run's network, the only one whose pace is measured. */
  readonly ofRun: boolean;
}

/** Heun's steps but the last ask the network twice, and each answer counts as a step. */
export const stepsOf = ({ sampler, steps }: Pick<Sampling, 'sampler' | 'steps'>): number =>
  sampler === 'heun' ? 2 * steps - 1 : steps;

/** 2 if each picture needs an answer with its class and one without (`guided` of `denoiser.ts`). */
export const answersPerPicture = (
  { knowsClasses, needsClass }: NetworkReport,
  {
    classIndex,
    guidance,
  }: { readonly classIndex: Sampling['classIndex'] | readonly number[]; readonly guidance: number },
): 1 | 2 => (knowsClasses && !needsClass && classIndex !== null && guidance !== 0 && guidance !== 1 ? 2 : 1);

/** Pixels that go through the network at each step. */
export const pixelsPerStep = (network: NetworkReport, sampling: Sampling, count: number): number =>
  count * network.shape.side ** 2 * answersPerPicture(network, sampling);

/** What these calls of a board would take; null if the network does not denoise step by step. */
export function workOf(
  calls: readonly Pick<BoardCall, 'source' | 'changes'>[],
  look: LookSettings,
  network: NetworkReport,
  set: KnownSet | null,
): DenoisingWork | null {
  if (network.kind !== 'diffusion') return null;
  const works = calls.map(({ source, changes }) => {
    const changed = { ...look, ...changes };
    const sampling = samplingFor(changed, network, set);
    const steps = stepsOf(sampling);
    return { steps, pixels: steps * pixelsPerStep(network, sampling, changed.generateCount), ofRun: source === 'run' };
  });
  return {
    steps: works.reduce((sum, { steps }) => sum + steps, 0),
    pixels: works.reduce((sum, { pixels }) => sum + pixels, 0),
    ofRun: works.every(({ ofRun }) => ofRun),
  };
}

/** A training step is a forward and a backward pass: about three times the work of one pass. */
const trainingPasses = 3;

/**
 * Milliseconds per pixel, estimated from the speed of training; null if nothing has been trained.
 */
export function paceOfTraining(imagesPerSecond: number | null, { shape }: NetworkReport): number | null {
  return imagesPerSecond ? 1000 / (imagesPerSecond * shape.side ** 2 * trainingPasses) : null;
}

/** Seconds for this many pixels, by what this run has shown on this device; null before it has. */
export function secondsFor(
  pixels: number,
  { status, denoisingPace, imagesPerSecond }: Pick<RunSlice, 'status' | 'denoisingPace' | 'imagesPerSecond'>,
): number | null {
  const pace = denoisingPace ?? (status && paceOfTraining(imagesPerSecond, status.network));
  return pace === null ? null : (pace * pixels) / 1000;
}

/** Whether denoising may take minutes here: a processor computes, or a GPU by WebGL. */
export const isSlow = (device: EngineSlice['device']): boolean =>
  device !== null && (device.software || device.backend !== 'webgpu');
