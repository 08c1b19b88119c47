import type { DamageKind } from './damages.ts';

export const damageKinds = [
  'noise',
  'mask',
  'scratches',
  'pixelation',
  'downscaling',
  'grey',
] as const satisfies readonly DamageKind[];

/** How strong a damage may be, and how strong it is first. */
export const damageRanges = {
  /** Of `noise` and `mask`: `parameters.restoreNoise`. */
  scratches: { min: 1, max: 30, first: 6 },
  pixelation: { min: 2, max: 32, first: 4 },
  downscaling: { min: 2, max: 16, first: 4 },
} as const;
