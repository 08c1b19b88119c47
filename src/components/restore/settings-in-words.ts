import type { TFunction } from 'i18next';
import type { RepairSettings } from '../../store/repair.ts';

/** Null for a method without settings. */
export function settingsInWords(settings: RepairSettings, t: TFunction): string | null {
  const { method, steps, strength, resamples } = settings;
  return method === 'one-pass' ? null : t(`repair.with.${method}`, { steps, strength, resamples });
}
