/** How long a recipe takes, as one would say it. */
import type { BackendName } from '../../ml/config.ts';

/**
 * Operations a second in training that a device is taken to reach, before anything has been measured: a laptop's GPU; a processor of four cores in place
 * of one, of which each reaches 3e9 with SwiftShader (docs/PERFORMANCE.md); one core in JavaScript.
 */
const estimatedFlops = { gpu: 0.5e12, processor: 12e9, javascript: 1e9 } as const;

/** What a time on this device is counted by: `measured`, where it has trained, else what one like it reaches. `basis` is a key of the words. */
export function speedOf(
  measured: number | null,
  device: { readonly backend: BackendName; readonly software: boolean } | null,
): { readonly flops: number; readonly basis: 'measured' | 'estimated' | 'software' } {
  if (measured !== null) return { flops: measured, basis: 'measured' };
  if (!device?.software) return { flops: estimatedFlops.gpu, basis: 'estimated' };
  return { flops: estimatedFlops[device.backend === 'cpu' ? 'javascript' : 'processor'], basis: 'software' };
}

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
