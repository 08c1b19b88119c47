/** Which of all that was made of a picture is nearest to the original, and whether the network is. */
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
  readonly word: 'networkWins' | 'even' | 'baselineWins' | 'baselineWinsEarly' | 'baselineWinsUntrained';
  readonly baseline: RepairRow['name'];
  /** In dB, without its sign. */
  readonly gain: number;
  /** Of the network's training here; 0 before. */
  readonly step: number;
}

/** Steps. Before, a network that loses to a filter has hardly begun. */
const stillLearning = 200;
/** In dB: less is a draw. */
const draw = 0.05;

/** Of the newest of the network's rows against the best of those that learned nothing, by PSNR; null without either. `imported`: the network was trained before it came. */
export function verdictOf(rows: readonly RepairRow[], imported: boolean): Verdict | null {
  const network = rows.findLast(({ settings }) => settings !== null);
  const filter = bestOf(rows.filter(({ settings }) => settings === null)).psnr;
  if (!network || !filter) return null;
  const step = network.step ?? 0;
  const gain = network.quality.psnr - filter.quality.psnr;
  const untrained = step === 0 && !imported;
  const early = step < stillLearning && !imported;
  const lost = untrained ? 'baselineWinsUntrained' : early ? 'baselineWinsEarly' : 'baselineWins';
  const word = Math.abs(gain) < draw || Number.isNaN(gain) ? 'even' : gain > 0 ? 'networkWins' : lost;
  return { word, baseline: filter.name, gain: Math.abs(gain), step };
}
