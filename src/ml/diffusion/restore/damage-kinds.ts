/**
 * The kinds of damage and what is known about each without computing it: the page's form, links,
 * methods and the command line read it without loading `damages.ts`. A new kind begins with its
 * case of `Damage` in that file.
 */
import type { DamageKind } from './damages.ts';

interface DamageFacts {
  /** Whether it depends on random numbers. */
  readonly random: boolean;
  /**
   * What a repair has to make up: parts of the picture, or detail everywhere. Null for noise, which
   * hides a picture without taking parts of it away.
   */
  readonly missing: 'hole' | 'detail' | null;
  /**
   * The range of the damage's strength, in whole numbers, and its initial value. Null if it has
   * none; `noise` and `mask` use `parameters.restoreNoise`.
   */
  readonly amount: { readonly min: number; readonly max: number; readonly first: number } | null;
}

/** In the order in which they are offered. */
export const damageFacts = {
  noise: { random: true, missing: null, amount: null },
  mask: { random: true, missing: 'hole', amount: null },
  scratches: { random: true, missing: 'hole', amount: { min: 1, max: 30, first: 6 } },
  pixelation: { random: false, missing: 'detail', amount: { min: 2, max: 32, first: 4 } },
  downscaling: { random: false, missing: 'detail', amount: { min: 2, max: 16, first: 4 } },
  grey: { random: false, missing: 'detail', amount: null },
} as const satisfies Readonly<Record<DamageKind, DamageFacts>>;

export const damageKinds = Object.keys(damageFacts) as readonly DamageKind[];

/** Damages with an amount of their own. */
export type AmountKind = {
  [Kind in DamageKind]: (typeof damageFacts)[Kind]['amount'] extends null ? never : Kind;
}[DamageKind];

export const hasAmount = (kind: DamageKind): kind is AmountKind => damageFacts[kind].amount !== null;
