import type { DamageKind } from '../../ml/diffusion/restore/damages.ts';
import type { RepairRow } from '../../store/repair.ts';

/** Parts of a file's name: what it is of, by what it was made, and after how many steps of training here, if any. */
export function repairFileName(
  { name, settings, step }: Pick<RepairRow, 'name' | 'settings' | 'step'>,
  kind: DamageKind,
  recipe: string,
): readonly (string | number)[] {
  const network = settings ? [recipe, ...(step ? ['step', step] : [])] : [];
  return name === 'damaged' ? [kind, 'damaged'] : [kind, 'repaired', name, ...network];
}
