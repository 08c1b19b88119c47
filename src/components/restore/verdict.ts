/** Which result is nearest to the original, and whether it is the network's. */
import { damageFacts } from '../../ml/diffusion/restore/damage-kinds.ts';
import type { DamageKind } from '../../ml/diffusion/restore/damages.ts';
import type { RepairRow } from '../../store/repair.ts';

export interface Best {
  readonly psnr: RepairRow | undefined;
  readonly ssim: RepairRow | undefined;
}

export function bestOf(rows: readonly RepairRow[]): Best {
  const most = (measure: 'psnr' | 'ssim') => rows.toSorted((a, b) => b.quality[measure] - a.quality[measure])[0];
  return { psnr: most('psnr'), ssim: most('ssim') };
}

export interface Verdict {
  readonly word:
    | 'networkWins'
    | 'networkWinsPsnr'
    | 'networkWinsSsim'
    | 'even'
    | 'baselineWins'
    | 'baselineWinsEarly'
    | 'baselineWinsUntrained';
  /** The filter that the word speaks of, or the damaged picture itself. */
  readonly baseline: RepairRow['name'];
  /** By PSNR, in dB, without its sign. */
  readonly gain: number;
  /** The network's training steps on this page; 0 before. */
  readonly step: number;
}

/** In steps. A network with fewer that loses to a filter has hardly begun to learn. */
const stillLearning = 200;
/** In dB; a smaller difference is a draw. */
const draw = 0.05;
/** The same for SSIM, which the table shows with three digits. */
const ssimDraw = 0.0005;

/**
 * Compares the newest of the network's rows with the best rows that need no learning; null without
 * either. PSNR decides; SSIM is named if it says the opposite. `imported`: the network was trained
 * before it was loaded.
 */
export function verdictOf(rows: readonly RepairRow[], imported: boolean): Verdict | null {
  const network = rows.findLast(({ settings }) => settings !== null);
  const filters = bestOf(rows.filter(({ settings }) => settings === null));
  if (!network || !filters.psnr || !filters.ssim) return null;
  const step = network.step ?? 0;
  const difference = network.quality.psnr - filters.psnr.quality.psnr;
  const ssim = network.quality.ssim - filters.ssim.quality.ssim;
  const result = { baseline: filters.psnr.name, gain: Math.abs(difference), step };
  if (Math.abs(difference) < draw || Number.isNaN(difference)) return { ...result, word: 'even' };
  if (difference > 0) {
    if (ssim > -ssimDraw) return { ...result, word: 'networkWins' };
    return { ...result, word: 'networkWinsPsnr', baseline: filters.ssim.name };
  }
  if (ssim > ssimDraw) return { ...result, word: 'networkWinsSsim' };
  if (step === 0 && !imported) return { ...result, word: 'baselineWinsUntrained' };
  return { ...result, word: step < stillLearning && !imported ? 'baselineWinsEarly' : 'baselineWins' };
}

/**
 * Why closeness to the original is not all that makes a good repair: after such damage other
 * pictures are possible, too. Null if the damage loses nothing.
 */
export function manyRepairs(kind: DamageKind): 'hole' | 'detail' | null {
  return damageFacts[kind].missing;
}
