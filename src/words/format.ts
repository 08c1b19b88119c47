/**
 * Numbers, times and dates as the page's language writes them. Tabular figures and fixed digits: what changes ten times a second must not jump. It needs no
 * i18next, so that a worker may have it.
 */
import { original } from './languages.ts';

interface NumberMarks {
  readonly decimal: string;
  /** Between each three digits. */
  readonly group: string;
}

let language: string = original;
/** Known of the first language: to ask takes a phone 50 ms. `format.test.ts` compares it with what the browser says. */
let marks: NumberMarks = { decimal: '.', group: ',' };

/** Of what is formatted from now on. */
export function formatIn(tag: string): void {
  if (tag === language) return;
  language = tag;
  marks = marksOf(tag);
}

export function marksOf(tag: string): NumberMarks {
  const parts = new Intl.NumberFormat(tag, { useGrouping: true }).formatToParts(1234567.5);
  const markOf = (type: Intl.NumberFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: markOf('decimal'), group: markOf('group') };
}

/** So many digits after the point, without grouping. */
export const formatFixed = (value: number, digits: number): string => value.toFixed(digits).replace('.', marks.decimal);

export const formatLoss = (loss: number): string => formatFixed(loss, 4);

/** Whole. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, marks.group);

export const formatSpeed = (perSecond: number): string =>
  perSecond < 100 ? formatFixed(perSecond, 1) : formatCount(Math.round(perSecond));

/** At most so many digits after the point: 50, 50.1 and 1,234.5. */
export function formatRounded(value: number, mostDigits: number): string {
  const [whole = '', rest] = String(Number(value.toFixed(mostDigits))).split('.');
  return rest === undefined ? formatCount(Number(whole)) : formatCount(Number(whole)) + marks.decimal + rest;
}

/** Day and minute. */
export const formatDate = (at: number | Date, dateStyle: 'medium' | 'long' = 'medium'): string =>
  new Intl.DateTimeFormat(language, { dateStyle, timeStyle: 'short' }).format(at);

/** One after the other: "a, b and c". */
export const formatList = (items: Iterable<string>): string => new Intl.ListFormat(language).format(items);

/** A name of a file as a sentence can have it: its beginning and its end, with the suffix. */
export function shortName(name: string): string {
  const letters = [...name];
  return letters.length <= 60 ? name : `${letters.slice(0, 36).join('')}…${letters.slice(-20).join('')}`;
}

/** Of bytes; the unit stands in the words. */
export const formatMegabytes = (bytes: number): string => formatFixed(bytes / 1e6, 1);

/** Some schedulers stand between two timesteps. */
export const formatTimestep = (timestep: number): string =>
  Number.isInteger(timestep) ? String(timestep) : formatFixed(timestep, 1);

/** Key of the words' `time` table, and its values. */
export function splitSeconds(total: number) {
  const whole = Math.max(0, Math.round(total));
  const seconds = whole % 60;
  const minutes = Math.floor(whole / 60) % 60;
  const hours = Math.floor(whole / 3600);
  if (hours >= 24) return { unit: 'days' } as const;
  if (hours > 0) return { unit: 'hours', hours, minutes } as const;
  if (minutes > 0) return { unit: 'minutes', minutes, seconds } as const;
  return { unit: 'seconds', seconds } as const;
}
