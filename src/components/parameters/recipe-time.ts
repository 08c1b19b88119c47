/** Estimates how long a recipe takes, in rough units. */
import type { BackendName } from '../../ml/config.ts';

/**
 * Assumed operations a second in training before anything has been measured: a laptop's GPU; a
 * processor with four cores, each of which reaches 3e9 with SwiftShader (docs/PERFORMANCE.md), and
 * a GPU by WebGL, of which nothing has been measured; one core in JavaScript.
 */
const estimatedFlops = { gpu: 0.5e12, processor: 12e9, javascript: 1e9 } as const;

/**
 * The speed behind a time estimate: `measured` if this device has trained, otherwise the assumption
 * for its kind. `basis` is a key of the words. `ofThisRecipe`: it was measured on the recipe and
 * the set in question; on another, the time is an estimate.
 */
export function speedOf(
  measured: number | null,
  device: { readonly backend: BackendName; readonly software: boolean } | null,
  ofThisRecipe: boolean,
): { readonly flops: number; readonly basis: 'measured' | 'carried' | 'estimated' | 'webgl' | 'software' } {
  if (measured !== null) return { flops: measured, basis: ofThisRecipe ? 'measured' : 'carried' };
  if (!device?.software && device?.backend === 'webgl') return { flops: estimatedFlops.processor, basis: 'webgl' };
  if (!device?.software) return { flops: estimatedFlops.gpu, basis: 'estimated' };
  return { flops: estimatedFlops[device.backend === 'cpu' ? 'javascript' : 'processor'], basis: 'software' };
}

const units = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

/** In the largest unit that gives at least 2, with two digits at most. */
export function roughTime(seconds: number) {
  const [unit, length] = units.find(([, length]) => seconds >= 1.75 * length) ?? ['seconds', 1];
  return { unit, count: Math.max(1, twoDigits(seconds / length)) };
}

/** Rounds to two digits: 1,234 becomes 1,200. */
export function twoDigits(value: number): number {
  const place = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) - 1);
  return Math.round(value / place) * place;
}
