/** Which method a network uses to repair which damage. */
import { damageFacts } from './damage-kinds.ts';
import type { Damage, DamageKind } from './damages.ts';

/**
 * `one-pass`: the article's network as it was trained, or a U-Net at the timestep whose noise is as
 * strong as the damage. `sdedit`: adds noise to the damaged picture and samples from there.
 * `repaint`: samples, and puts in the known pixels at every level. `ddnm`: samples, and makes every
 * predicted picture agree with what is known.
 */
export const repairMethods = ['one-pass', 'sdedit', 'repaint', 'ddnm'] as const;
export type RepairMethod = (typeof repairMethods)[number];

/** `usedBy` lists which settings each method uses. */
export interface RepairSettings {
  readonly method: RepairMethod;
  /** Levels of noise on the way, each one pass through the network. */
  readonly steps: number;
  /** SDEdit: how far into the noise, as a share of the timesteps. */
  readonly strength: number;
  /** RePaint and DDNM: every `jump` levels of the way are repeated `resamples` times. */
  readonly jump: number;
  readonly resamples: number;
}

export const repairRanges = {
  steps: { min: 1, max: 250, integer: true },
  strength: { min: 0.05, max: 1, integer: false },
  jump: { min: 1, max: 50, integer: true },
  resamples: { min: 1, max: 20, integer: true },
} as const;
export type RepairNumber = keyof typeof repairRanges;

export const repairDefaults: RepairSettings = { method: 'one-pass', steps: 25, strength: 0.5, jump: 5, resamples: 3 };

export const usedBy: Readonly<Record<RepairMethod, readonly RepairNumber[]>> = {
  'one-pass': [],
  sdedit: ['steps', 'strength'],
  repaint: ['steps', 'jump', 'resamples'],
  ddnm: ['steps', 'jump', 'resamples'],
};

/** Equal for settings with the same result: settings that the method does not use are left out. */
export const repairKey = (settings: RepairSettings): string =>
  [settings.method, ...usedBy[settings.method].map((name) => settings[name])].join(' ');

/** Why a method does not fit. */
export type MethodRefusal = 'needs-levels' | 'needs-lost-pixels' | 'needs-noise' | 'needs-colours';

/**
 * Null if the method fits. `network`: the article's answers in one pass and knows no noise levels.
 */
export function methodRefusal(
  method: RepairMethod,
  { kind }: Pick<Damage, 'kind'>,
  network: { readonly kind: 'one-pass' | 'diffusion'; readonly channels: number },
): MethodRefusal | null {
  if (kind === 'grey' && network.channels !== 3) return 'needs-colours';
  if (network.kind === 'one-pass') return method === 'one-pass' ? null : 'needs-levels';
  switch (method) {
    case 'one-pass':
      return kind === 'noise' ? null : 'needs-noise';
    case 'repaint':
      return damageFacts[kind].missing === 'hole' ? null : 'needs-lost-pixels';
    case 'sdedit':
    case 'ddnm':
      return null;
    default:
      return method satisfies never;
  }
}

/** The default, if several fit. */
export function firstMethod({ kind }: Pick<Damage, 'kind'>, network: 'one-pass' | 'diffusion'): RepairMethod {
  if (network === 'one-pass' || kind === 'noise') return 'one-pass';
  return damageFacts[kind].missing === 'hole' ? 'repaint' : 'ddnm';
}

/** Filters without learning. */
export const baselineNames = ['bilateral', 'gaussian', 'diffusion', 'telea', 'lanczos'] as const;
export type BaselineName = (typeof baselineNames)[number];

/** The filters made for each damage. No filter restores colours. */
export const baselinesFor: Readonly<Record<DamageKind, readonly BaselineName[]>> = {
  noise: ['bilateral', 'gaussian'],
  mask: ['diffusion', 'telea'],
  scratches: ['diffusion', 'telea'],
  pixelation: ['lanczos'],
  downscaling: ['lanczos'],
  grey: [],
};
