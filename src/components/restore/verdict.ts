/** Which result is nearest to the original, and whether it is the network's. */
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
  /** The network's training steps on this page; 0 before. */
  readonly step: number;
}

/** In steps. A network with fewer that loses to a filter has hardly begun to learn. */
const stillLearning = 200;
/** In dB; a smaller difference is a draw. */
const draw = 0.05;

/**
 * Compares the newest of the network's rows with the best row that needs no learning, by PSNR; null
 * without either. `imported`: the network was trained before it was loaded.
 */
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
