/** Reads a run's numbers and gives one piece of advice; problems come before information. */
import type { Advice } from './advice.ts';
import { averageLags, memorizing } from './held-out-rules.ts';
import { lossJumped, noGradient, rateTooLow } from './rate-rules.ts';
import type { Reading } from './reading.ts';
import { comparedWithUsual, predictsPictures, software, waitingForData } from './setup-rules.ts';

type Rule = (reading: Reading) => Advice | null;

/** The first rule that applies gives the advice. */
const rules: readonly Rule[] = [
  noGradient,
  lossJumped,
  memorizing,
  waitingForData,
  rateTooLow,
  predictsPictures,
  averageLags,
  comparedWithUsual,
  software,
];

/**
 * Null if no rule applies. `dismissed`: advice that the visitor does not want again in this run.
 */
export function adviceOn(reading: Reading, dismissed: ReadonlySet<Advice['name']>): Advice | null {
  for (const rule of rules) {
    const advice = rule(reading);
    if (advice !== null && !dismissed.has(advice.name)) return advice;
  }
  return null;
}
