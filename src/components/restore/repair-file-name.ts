import type { DamageKind } from '../../ml/diffusion/restore/damages.ts';
import type { RepairRow } from '../../store/repair.ts';

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
