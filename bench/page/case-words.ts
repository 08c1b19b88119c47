import type { TFunction } from 'i18next';
import { formatRatio, threeDigits } from './numbers.ts';
import type { CaseResult, RefusalReason, Row } from './result.ts';

type Words = TFunction<'bench'>;

/** "64 images", "16 images, 50 steps" */
export function amountOf(t: Words, { batch, steps }: Pick<CaseResult, 'batch' | 'steps'>): string {
  const images = t('result.batch', { count: batch });
  return steps === null ? images : images + t('result.clause') + t('result.steps', { count: steps });
}

/**
 * The main result of a case: compared with the fastest of the others, or the rate if there are no
 * others. Null if ours was not measured.
 */
export function headlineOf(t: Words, result: CaseResult): string | null {
  const own = result.rows.find(({ peer }) => peer === 'ours');
  if (!own) return null;
  const best = fastestOther(result);
  if (!best?.ratio) return t('result.alone', { rate: threeDigits((1000 * result.batch) / own.time.median) });
  const ratio = best.ratio.median;
  const peer = t(`peerInSentence.${best.peer}`);
  return ratio >= 1
    ? t('result.faster', { ratio: formatRatio(ratio), peer })
    : t('result.slower', { ratio: formatRatio(1 / ratio), peer });
}

function fastestOther({ rows }: CaseResult): Row | undefined {
  return rows.filter(({ ratio }) => ratio !== null).sort((a, b) => a.time.median - b.time.median)[0];
}

/**
 * Percent of a plain matrix product's rate, counting direct convolutions; null if that rate was not
 * measured.
 */
export function shareOfLimit({ gflop, gemmRate }: CaseResult, { time }: Row): number | null {
  return gemmRate === null ? null : (100 * gflop) / (time.median / 1000) / gemmRate;
}

/** Why there is no result, as a part of a sentence. */
export function refusalText(t: Words, reason: RefusalReason): string {
  const words = typeof reason === 'string' ? reason : t(`reasons.${reason.code}`, { ns: 'translation' });
  return t('result.refused', { reason: words });
}
