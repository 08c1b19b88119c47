/** By which method a network repairs which damage. */
import type { Damage, DamageKind } from './damages.ts';

/**
 * `one-pass`: the article's network as it was trained; a U-Net at the timestep whose noise is as strong as the damage. `sdedit`: noise over the damaged picture,
 * and sampling from there. `repaint`: sampling, with the known pixels put in at every level. `ddnm`: sampling, with every predicted picture made to agree with
 * what is known.
 */
export const repairMethods = ['one-pass', 'sdedit', 'repaint', 'ddnm'] as const;
export type RepairMethod = (typeof repairMethods)[number];

/** What each method makes use of is in `usedBy`. */
export interface RepairSettings {
  readonly method: RepairMethod;
  /** Levels of noise on the way, each a pass through the network. */
  readonly steps: number;
  /** SDEdit: how far into the noise, as a share of the timesteps. */
  readonly strength: number;
  /** RePaint and DDNM: every part of the way, `jump` levels long, is gone `resamples` times. */
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

/** Equal for settings that give the same result: what the method makes no use of does not count. */
export const repairKey = (settings: RepairSettings): string =>
  [settings.method, ...usedBy[settings.method].map((name) => settings[name])].join(' ');

/** Why a method does not fit. */
export type MethodRefusal = 'needs-levels' | 'needs-lost-pixels' | 'needs-noise' | 'needs-colours';

/** Null: it fits. `network`: the article's answers in one pass and knows no levels of noise. */
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
      return kind === 'mask' || kind === 'scratches' ? null : 'needs-lost-pixels';
    case 'sdedit':
    case 'ddnm':
      return null;
    default:
      return method satisfies never;
  }
}

/** What to begin with where several fit. */
export function firstMethod({ kind }: Pick<Damage, 'kind'>, network: 'one-pass' | 'diffusion'): RepairMethod {
  if (network === 'one-pass' || kind === 'noise') return 'one-pass';
  return kind === 'mask' || kind === 'scratches' ? 'repaint' : 'ddnm';
}

/** Filters that have learned nothing. */
export const baselineNames = ['bilateral', 'gaussian', 'diffusion', 'telea', 'lanczos'] as const;
export type BaselineName = (typeof baselineNames)[number];

/** Those that are made for the damage. No filter brings colours back. */
export const baselinesFor: Readonly<Record<DamageKind, readonly BaselineName[]>> = {
  noise: ['bilateral', 'gaussian'],
  mask: ['diffusion', 'telea'],
  scratches: ['diffusion', 'telea'],
  pixelation: ['lanczos'],
  downscaling: ['lanczos'],
  grey: [],
};
