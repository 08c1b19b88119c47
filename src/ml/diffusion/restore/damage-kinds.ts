/**
 * The kinds of damage and the range of each one's strength. The page's form, links and the command
 * line list them without loading `damages.ts`, which computes.
 */
import type { DamageKind } from './damages.ts';

export const damageKinds = [
  'noise',
  'mask',
  'scratches',
  'pixelation',
  'downscaling',
  'grey',
] as const satisfies readonly DamageKind[];

/** The range of a damage's strength, and its initial value. */
export const damageRanges = {
  /** `noise` and `mask` use `parameters.restoreNoise`. */
  scratches: { min: 1, max: 30, first: 6 },
  pixelation: { min: 2, max: 32, first: 4 },
  downscaling: { min: 2, max: 16, first: 4 },
} as const;
