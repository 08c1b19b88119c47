/** Reads a run's numbers and says one thing: what is wrong comes before what is good to know. */
import type { Advice } from './advice.ts';
import { averageLags, memorizing } from './held-out-rules.ts';
import { lossJumped, noGradient, rateTooLow } from './rate-rules.ts';
import type { Reading } from './reading.ts';
import { comparedWithUsual, predictsPictures, software, waitingForData } from './setup-rules.ts';

type Rule = (reading: Reading) => Advice | null;

/** The first that has something to say is heard. */
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

/** Null where there is nothing to say; `dismissed`: what the visitor does not want to hear again in this run. */
export function adviceOn(reading: Reading, dismissed: ReadonlySet<Advice['name']>): Advice | null {
  for (const rule of rules) {
    const advice = rule(reading);
    if (advice !== null && !dismissed.has(advice.name)) return advice;
  }
  return null;
}
