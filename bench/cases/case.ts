/**
 * The cases that are measured, the same for every peer: in Node, on the page, and in a Python
 * process.
 */
import { shippedSets } from '../../src/ml/data/shipped-sets.ts';
import type { RecipeName } from '../../src/ml/options.ts';

/**
 * All cases use pictures of this shape. Their content does not affect the time, so they are noise,
 * and no data set has to be fetched.
 */
export const benchSet = shippedSets.cifar10;

/**
 * One train step of a recipe as the engine takes it: batch, forward, backward, optimizer, average.
 */
export interface StepCase {
  readonly kind: 'step';
  readonly name: 'article' | 'tiny' | 'small' | 'ddpm-cifar10';
  readonly recipe: RecipeName;
  readonly batch: number;
}

/** Pictures from noise, by DDIM. */
export interface SampleCase {
  readonly kind: 'sample';
  readonly name: 'ddim';
  readonly recipe: RecipeName;
  readonly batch: number;
  /** Passes through the network for each picture. */
  readonly steps: number;
}

/**
 * One ResNet block of a U-Net, forward and backward: GroupNorm, SiLU, 3 x 3 convolution, the
 * timestep's projection, and again GroupNorm, SiLU, convolution, with gradients of every weight and
 * of the input. A library without diffusion models can run this case, too.
 */
export interface BlockCase {
  readonly kind: 'block';
  readonly name: 'block';
  readonly batch: number;
  readonly side: number;
  readonly channels: number;
  readonly groups: number;
  /** Number of features of the timestep's embedding. */
  readonly features: number;
}

export type Case = StepCase | SampleCase | BlockCase;
export type CaseName = Case['name'];

export const cases = {
  article: { kind: 'step', name: 'article', recipe: 'article', batch: 64 },
  tiny: { kind: 'step', name: 'tiny', recipe: 'tiny', batch: 16 },
  small: { kind: 'step', name: 'small', recipe: 'small', batch: 16 },
  // 36 GFLOP per image: with a larger batch, a software adapter would take minutes per step.
  'ddpm-cifar10': { kind: 'step', name: 'ddpm-cifar10', recipe: 'ddpm-cifar10', batch: 2 },
  ddim: { kind: 'sample', name: 'ddim', recipe: 'tiny', batch: 16, steps: 50 },
  block: { kind: 'block', name: 'block', batch: 16, side: 16, channels: 64, groups: 8, features: 128 },
} as const satisfies Readonly<Record<CaseName, Case>>;
export const caseNames = Object.values(cases).map(({ name }) => name);

/** The name of a case in tables. */
export function caseTitle(given: Case): string {
  switch (given.kind) {
    case 'step':
      return `${given.name} step, batch ${given.batch}`;
    case 'sample':
      return `${given.steps}-step DDIM, ${given.batch} images, ${given.recipe}`;
    case 'block':
      return `ResNet block forward and backward, ${given.channels} channels, ${given.side} x ${given.side}, batch ${given.batch}`;
    default:
      return given satisfies never;
  }
}
