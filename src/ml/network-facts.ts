/** What a page may want to know of a network; that of the article's needs nothing of a U-Net. */
import type { PredictionType } from './config.ts';
import { articleShapes } from './models/article.ts';

export interface NetworkFacts {
  /** `one-pass`: the article's. `diffusion`: answers for every noise level, and is sampled from step by step. */
  readonly kind: 'one-pass' | 'diffusion';
  /** Numbers that are trained. */
  readonly parameters: number;
  readonly prediction: PredictionType;
  readonly knowsClasses: boolean;
}

export function articleFacts(): NetworkFacts {
  return { kind: 'one-pass', parameters: countNumbers(articleShapes()), prediction: 'sample', knowsClasses: false };
}

/** In all tensors of these shapes together. */
export function countNumbers(shapes: ReadonlyMap<string, readonly number[]>): number {
  let count = 0;
  for (const shape of shapes.values()) count += shape.reduce((product, size) => product * size, 1);
  return count;
}
