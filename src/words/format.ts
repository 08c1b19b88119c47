/**
 * Numbers, times and dates in the format of the page's language. Figures are tabular and have fixed
 * digits, because a text that changes ten times a second must not jump. It does not need i18next,
 * so that a worker can use it.
 */
import { languageOf, languageTags, original } from './languages.ts';

interface NumberMarks {
  readonly decimal: string;
  /** Between groups of three digits. */
  readonly group: string;
}

let language: string = original;
/**
 * Fixed for the first language, because asking takes 50 ms on a phone. `format.test.ts` compares it
 * with the browser's answer.
 */
let marks: NumberMarks = { decimal: '.', group: ',' };
/** Between two sentences. */
let gap = ' ';

/** Applies to everything that is formatted from now on. */
export function formatIn(tag: string): void {
  if (tag === language) return;
  language = tag;
  marks = marksOf(tag);
  const known = languageTags.find((one) => one === tag);
  gap = known ? languageOf(known).gap : ' ';
}

function marksOf(tag: string): NumberMarks {
  const parts = new Intl.NumberFormat(tag, { useGrouping: true }).formatToParts(1234567.5);
  const markOf = (type: Intl.NumberFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  return { decimal: markOf('decimal'), group: markOf('group') };
}

/** With this many digits after the point, without grouping. */
export const formatFixed = (value: number, digits: number): string => value.toFixed(digits).replace('.', marks.decimal);

export const formatLoss = (loss: number): string => formatFixed(loss, 4);

/** As a whole number. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, marks.group);

export const formatSpeed = (perSecond: number): string =>
  perSecond < 100 ? formatFixed(perSecond, 1) : formatCount(Math.round(perSecond));

/** With at most this many digits after the point: 50, 50.1 and 1,234.5. */
export function formatRounded(value: number, mostDigits: number): string {
  const [whole = '', rest] = String(Number(value.toFixed(mostDigits))).split('.');
  return rest === undefined ? formatCount(Number(whole)) : formatCount(Number(whole)) + marks.decimal + rest;
}

/** Date and time, to the minute. */
export const formatDate = (at: number | Date, dateStyle: 'medium' | 'long' = 'medium'): string =>
  new Intl.DateTimeFormat(language, { dateStyle, timeStyle: 'short' }).format(at);

/** A day that is given as 2026-11-29. */
export const formatDay = (day: string): string =>
  new Intl.DateTimeFormat(language, { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(day));

/** A list: "a, b and c". */
export const formatList = (items: Iterable<string>): string => new Intl.ListFormat(language).format(items);

/** The separator between two sentences. */
export const sentenceGap = (): string => gap;

/** Joins sentences; empty and missing ones are left out. */
export const joinSentences = (...sentences: readonly (string | false | null | undefined)[]): string =>
  sentences.filter(Boolean).join(gap);

/** A file name shortened for a sentence: its beginning and its end, with the suffix. */
export function shortName(name: string): string {
  const letters = [...name];
  return letters.length <= 60 ? name : `${letters.slice(0, 36).join('')}…${letters.slice(-20).join('')}`;
}

/** A number of bytes; the words contain the unit. */
export const formatMegabytes = (bytes: number): string => formatFixed(bytes / 1e6, 1);

/** Some schedulers have positions between two timesteps. */
export const formatTimestep = (timestep: number): string =>
  Number.isInteger(timestep) ? String(timestep) : formatFixed(timestep, 1);

/** The key in the words' `time` table, and its values. */
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
