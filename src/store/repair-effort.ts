/**
 * The work of a repair: the passes through the network, the parts of each pass, and how far it is.
 */
import { partsOf } from '../ml/diffusion/parts.ts';
import { passesOf } from '../ml/diffusion/restore/levels.ts';
import type { RepairSettings } from '../ml/diffusion/restore/methods.ts';
import { shareDone, timeLeft } from '../ml/diffusion/time-left.ts';
import type { NetworkReport, Pictures, RepairProgress } from '../workers/protocol.ts';

export interface RepairEffort {
  readonly passes: number;
  /**
   * Tiles (U-Net) or strips (the article's network) in each pass. 1 if the picture has the
   * network's size.
   */
  readonly parts: number;
  /** Pixels that go through the network, summed over all passes. */
  readonly pixels: number;
}

/** Progress of a call, as the page shows it. */
export interface RepairPlace extends Omit<RepairProgress, 'call'> {
  /** Null before it can be estimated. */
  readonly secondsLeft: number | null;
}

/**
 * Null if the picture is smaller than the network's. `answers`: `answersPerPicture`, of each part
 * of each pass.
 */
export function effortOf(
  { kind, shape }: NetworkReport,
  { width, height }: Pick<Pictures, 'width' | 'height'>,
  settings: RepairSettings,
  answers: 1 | 2,
): RepairEffort | null {
  if (Math.min(width, height) < shape.side) return null;
  const { count, pixels } = partsOf(kind, { width, height }, shape.side);
  const passes = passesThrough(kind, settings);
  return { passes, parts: count, pixels: passes * pixels * answers };
}

function passesThrough(kind: NetworkReport['kind'], settings: RepairSettings): number {
  if (kind === 'one-pass' || settings.method === 'one-pass') return 1;
  if (settings.method !== 'sdedit') return passesOf(settings);
  return Math.max(1, Math.round(settings.steps * settings.strength));
}

/** Follows one call. */
export interface Pacer {
  /** Called with each progress event, in order. */
  at(progress: RepairProgress): RepairPlace;
  /**
   * Milliseconds per pixel, without compiling before the first part; null if there was no second
   * part.
   */
  pace(): number | null;
}

/** `now`: in ms. */
export function pacer(effort: RepairEffort | null, now: () => number = () => performance.now()): Pacer {
  const left = timeLeft(now);
  const seen: { readonly share: number; readonly at: number }[] = [];
  return {
    at({ call: _call, ...progress }) {
      seen.splice(1, 1, { share: shareDone(progress), at: now() });
      const milliseconds = left(progress);
      return { ...progress, secondsLeft: milliseconds === null ? null : milliseconds / 1000 };
    },
    pace() {
      const [first, last] = seen;
      return effort && first && last ? (last.at - first.at) / ((last.share - first.share) * effort.pixels) : null;
    },
  };
}
