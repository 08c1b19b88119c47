/** Formats numbers for a reader: three significant digits and a unit. */

/** Three significant digits, with thousands separated: 5,420; 12.9; 0.34. */
export function digits(value: number): string {
  return value.toLocaleString('en', { maximumSignificantDigits: 3 });
}

/** Formats a time in ms, from microseconds to minutes. */
export function time(ms: number): string {
  const [value, unit] = scaled(ms);
  return `${digits(value)} ${unit}`;
}

/** Two times in the unit of the larger: `590 to 640 ms`. */
export function timeRange(low: number, high: number): string {
  const [value, unit] = scaled(high);
  return `${digits((low / high) * value)} to ${digits(value)} ${unit}`;
}

/** `6.1x` */
export function times(ratio: number): string {
  return `${ratio.toLocaleString('en', { maximumSignificantDigits: ratio < 10 ? 2 : 3 })}x`;
}

export function percent(fraction: number): string {
  return `${Math.round(100 * fraction)} %`;
}

function scaled(ms: number): [value: number, unit: string] {
  if (ms >= 120_000) return [ms / 60_000, 'min'];
  if (ms >= 10_000) return [ms / 1000, 's'];
  if (ms >= 1) return [ms, 'ms'];
  return [ms * 1000, 'us'];
}
