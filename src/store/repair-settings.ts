/** The settings of the Repair view, as links and the look settings store them. */
import type { LookSettings } from '../ml/config.ts';
import type { AmountKind } from '../ml/diffusion/restore/damage-kinds.ts';
import { type RepairSettings, repairDefaults, repairKey } from '../ml/diffusion/restore/methods.ts';
import type { RepairState, ToldClass } from './types/repair.ts';

/** The look settings that hold the amounts. */
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

/** Values that a link omits keep their value in `settings`. */
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

/** The key of a network's row: equal for settings and a class with the same result. */
export const rowKey = (settings: RepairSettings, classIndex: ToldClass): string =>
  classIndex === null ? repairKey(settings) : `${repairKey(settings)} class ${classIndex}`;

/** Whether the look settings now say something else, because a link was followed. */
export const differs = (one: RepairLook, other: RepairLook): boolean =>
  (Object.keys(lookOf(chosenIn(one))) as (keyof RepairLook)[]).some((key) => one[key] !== other[key]);
