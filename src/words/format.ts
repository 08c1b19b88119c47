/** Numbers and times as the page shows them. Tabular figures and fixed digits: what changes ten times a second must not jump. */
export const formatLoss = (loss: number): string => loss.toFixed(4);

/** Whole; as `toLocaleString` writes it, whose first call takes a phone 50 ms. */
export const formatCount = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');

export const formatSpeed = (perSecond: number): string =>
  perSecond < 100 ? perSecond.toFixed(1) : formatCount(Math.round(perSecond));

/** A name of a file as a sentence can have it: its beginning and its end, with the suffix. */
export function shortName(name: string): string {
  const letters = [...name];
  return letters.length <= 60 ? name : `${letters.slice(0, 36).join('')}…${letters.slice(-20).join('')}`;
}

/** Of bytes; the unit stands in the words. */
export const formatMegabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

/** Some schedulers stand between two timesteps. */
export const formatTimestep = (timestep: number): string =>
  Number.isInteger(timestep) ? String(timestep) : timestep.toFixed(1);

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
