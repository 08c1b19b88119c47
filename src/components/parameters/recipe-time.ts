/** How long a recipe takes, as one would say it. */

/** Operations a second in training that a laptop's GPU is taken to reach, before anything has been measured. */
export const laptopFlops = 0.5e12;

const units = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const;

/** The largest unit of which there are two, in two digits at most. */
export function roughTime(seconds: number) {
  const [unit, length] = units.find(([, length]) => seconds >= 1.75 * length) ?? ['seconds', 1];
  return { unit, count: Math.max(1, twoDigits(seconds / length)) };
}

/** To two digits: 1,234 is 1,200. */
export function twoDigits(value: number): number {
  const place = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(value, 1))) - 1);
  return Math.round(value / place) * place;
}
