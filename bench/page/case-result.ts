/**
 * Turns rounds into what the page shows of them. Runs in the worker, because counting a network's
 * arithmetic requires the network.
 */
import { deviceReasons, type Reason } from '../../src/ml/reasons.ts';
import { reasonInEnglish } from '../../src/words/sentence.ts';
import type { Case } from '../cases/case.ts';
import { caseFlops } from '../cases/flops.ts';
import type { CaseMeasurement } from '../measure/rounds.ts';
import { ratioOf, summarize } from '../measure/statistics.ts';
import { type CaseResult, type RefusalReason, reasonLength } from './result.ts';

/** In the order of the peers; leaves out peers that were neither measured nor refused. */
export function caseResultOf(given: Case, { measured, refused, gemmRates }: CaseMeasurement): CaseResult {
  const own = measured.find(({ peer }) => peer === 'ours');
  return {
    name: given.name,
    batch: given.batch,
    steps: given.kind === 'sample' ? given.steps : null,
    gflop: caseFlops(given) / 1e9,
    gemmRate: gemmRates.length > 0 ? summarize(gemmRates).median : null,
    rows: measured.map(({ peer, wall }) => ({
      peer,
      time: spreadOf(summarize(wall)),
      ratio: own && own.peer !== peer ? spreadOf(ratioOf(wall, own.wall)) : null,
      rounds: wall.length,
    })),
    refused: refused.map(({ peer, reason }) => ({ peer, reason: refusalReasonOf(reason) })),
  };
}

/** Rounds to four digits, which is more than the rounds agree on. */
const spreadOf = ({ median, low, high }: { median: number; low: number; high: number }) => ({
  median: rounded(median),
  low: rounded(low),
  high: rounded(high),
});

export const rounded = (value: number): number => Number(value.toPrecision(4));

function refusalReasonOf(reason: Reason): RefusalReason {
  const code = deviceReasons.find((known) => known === reason.code);
  return code ? { code } : shorten(reasonInEnglish(reason));
}

function shorten(reason: string): string {
  const line = reason.trim().split('\n', 1)[0] ?? '';
  return line.length > reasonLength ? `${line.slice(0, reasonLength - 1)}…` : line || '?';
}
