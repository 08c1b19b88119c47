/** What the Repair view is set to, as links and the look have it. */
import type { LookSettings } from '../ml/config.ts';
import { repairDefaults } from '../ml/diffusion/restore/methods.ts';
import type { AmountKind, RepairState } from './types/repair.ts';

/** The settings under which the look has the amounts. */
export const amountSettings = {
  scratches: 'restoreScratches',
  pixelation: 'restorePixelation',
  downscaling: 'restoreDownscaling',
} as const satisfies Record<AmountKind, keyof LookSettings>;

type Chosen = Pick<RepairState, 'kind' | 'amounts' | 'settings'>;
export type RepairLook = Pick<
  LookSettings,
  'restoreDamage' | 'restoreMethod' | 'restoreStrength' | (typeof amountSettings)[AmountKind]
>;

/** What a link does not have stays as it is in `settings`. */
export function chosenIn(look: RepairLook, settings = repairDefaults): Chosen {
  return {
    kind: look.restoreDamage,
    amounts: {
      scratches: look.restoreScratches,
      pixelation: look.restorePixelation,
      downscaling: look.restoreDownscaling,
    },
    settings: { ...settings, method: look.restoreMethod, strength: look.restoreStrength },
  };
}

export const lookOf = ({ kind, amounts, settings }: Chosen): RepairLook => ({
  restoreDamage: kind,
  restoreMethod: settings.method,
  restoreStrength: settings.strength,
  restoreScratches: amounts.scratches,
  restorePixelation: amounts.pixelation,
  restoreDownscaling: amounts.downscaling,
});

/** Whether the look has come to say something else: a link was followed. */
export const differs = (one: RepairLook, other: RepairLook): boolean =>
  (Object.keys(lookOf(chosenIn(one))) as (keyof RepairLook)[]).some((key) => one[key] !== other[key]);
