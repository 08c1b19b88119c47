/** Rules about the loss on held-out pictures. */
import type { Advice } from './advice.ts';
import { newest, type Reading } from './reading.ts';

/** Evaluations before the held-out loss shows a trend. */
const fewest = 8;
/** The held-out loss has not fallen by this share in the last third of the evaluations ... */
const progress = 0.02;
/** ... while the training loss is below this share of it. */
const below = 0.75;
const window = 20;
/** A network of any of the recipes can memorize this many pictures. */
const few = 1000;

/**
 * The training loss keeps falling and the held-out loss does not: the network memorizes its
 * pictures instead of learning what they have in common.
 */
export function memorizing({ training, heldOut, pictures }: Reading): Advice | null {
  const { steps, raw } = heldOut;
  const third = Math.floor((2 * raw.length) / 3);
  if (raw.length < fewest) return null;
  const [early, late] = [lowest(raw, 0, third), lowest(raw, third, raw.length)];
  const [now, trained] = [raw[raw.length - 1] ?? 0, newest(training.losses, window)];
  if (late.loss < (1 - progress) * early.loss || !(trained < below * now)) return null;
  const values = { training: trained, heldOut: now, step: steps[late.loss < early.loss ? late.at : early.at] ?? 0 };
  return pictures !== null && pictures <= few
    ? { name: 'memorizingFew', values: { ...values, pictures } }
    : { name: 'memorizing', values };
}

function lowest(losses: ArrayLike<number>, from: number, to: number): { readonly loss: number; readonly at: number } {
  let at = from;
  for (let i = from + 1; i < to; i++) if ((losses[i] ?? Number.NaN) < (losses[at] ?? 0)) at = i;
  return { loss: losses[at] ?? 0, at };
}

/**
 * The held-out loss of the averaged weights is at least this many times that of the trained
 * weights.
 */
const lagging = 1.1;

/**
 * Samples are painted with the averaged weights. Early in a run these still contain the initial
 * weights, so the samples look worse than the network is.
 */
export function averageLags({ heldOut }: Reading): Advice | null {
  const last = heldOut.raw.length - 1;
  const [raw, ema] = [heldOut.raw[last] ?? Number.NaN, heldOut.ema[last] ?? Number.NaN];
  return ema > lagging * raw ? { name: 'averageLags', values: { ema, raw } } : null;
}
