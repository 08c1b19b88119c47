import type { TFunction } from 'i18next';
import type { DamageKind } from '../../ml/diffusion/restore/damages.ts';
import type { RepairRow, RepairSettings, ToldClass } from '../../store/repair.ts';

/**
 * Parts of a file's name: the subject, the method, and the number of training steps on this page,
 * if any.
 */
export function repairFileName(
  { name, settings, step }: Pick<RepairRow, 'name' | 'settings' | 'step'>,
  kind: DamageKind,
  recipe: string,
): readonly (string | number)[] {
  const network = settings ? [recipe, ...(step ? ['step', step] : [])] : [];
  return name === 'damaged' ? [kind, 'damaged'] : [kind, 'repaired', name, ...network];
}

/** Null for a method without settings. */
function settingsInWords(settings: RepairSettings, t: TFunction): string | null {
  const { method, steps, strength, resamples } = settings;
  return method === 'one-pass' ? null : t(`repair.with.${method}`, { steps, strength, resamples });
}

/**
 * The settings of a row, and the class that the network was told; empty for a filter.
 * `classNames`: those that the network knows, by number.
 */
export function rowInWords(
  { settings, classIndex }: { readonly settings: RepairSettings | null; readonly classIndex: ToldClass },
  classNames: readonly string[],
  t: TFunction,
): string {
  if (!settings) return '';
  const name =
    classIndex === null
      ? t('generate.anyClass')
      : classIndex === 'own'
        ? t('repair.with.ownClass')
        : classNames[classIndex];
  const told = classNames.length > 0 && name !== undefined && t('repair.with.class', { name });
  return [settingsInWords(settings, t), told].filter(Boolean).join(t('page.clause'));
}
