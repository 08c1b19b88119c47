/** Numbers in the form in which this page and its text show them. */
import { formatCount, formatFixed } from '../../src/words/format.ts';

/** ms if that is readable, otherwise seconds: a key of the words' `result`, and its value. */
export function splitTime(ms: number): { readonly unit: 'ms' | 'seconds'; readonly value: string } {
  return ms < 10_000 ? { unit: 'ms', value: threeDigits(ms) } : { unit: 'seconds', value: threeDigits(ms / 1000) };
}

/** 0.123, 1.23, 12.3, 123, 1,234 */
export function threeDigits(value: number): string {
  if (value >= 100) return formatCount(Math.round(value));
  return formatFixed(value, value >= 10 ? 1 : 2);
}

/** Two digits, because rounds agree on no more. */
export const formatRatio = (ratio: number): string =>
  ratio >= 10 ? formatCount(Math.round(ratio)) : formatFixed(ratio, 1);
