/** Results for damaged pictures, kept while the visitor looks at other damages and pictures. */
import type { Damage, Pictures } from '../workers/protocol.ts';
import type { RepairState } from './types/repair.ts';

export type Made = Pick<RepairState, 'rows' | 'shown' | 'film'>;

export interface KeptRepairs {
  /** Keeps nothing if there are no results. The oldest entries are dropped. */
  keep(key: string, made: Made): void;
  /** Returns the results and stops keeping them. */
  take(key: string): Made | null;
  readonly count: number;
}

/** Bytes of pictures: about fifteen results of 512 pixels a side, thousands of 32. */
const keptLimit = 48 * 2 ** 20;

export function keepRepairs(limit = keptLimit): KeptRepairs {
  const kept = new Map<string, Made>();
  return {
    keep(key, made) {
      kept.delete(key);
      if (made.rows.length === 0) return;
      // A film can be as large as everything else together, and can be made again.
      const film = bytesOf(made) > limit / 4 ? [] : made.film;
      kept.set(key, { ...made, film });
      for (const [oldest] of kept) {
        const bytes = [...kept.values()].reduce((sum, one) => sum + bytesOf(one), 0);
        if (bytes <= limit) return;
        kept.delete(oldest);
      }
    },
    take(key) {
      const made = kept.get(key) ?? null;
      kept.delete(key);
      return made;
    },
    get count() {
      return kept.size;
    },
  };
}

const bytesOf = ({ rows, film }: Made): number =>
  rows.reduce((sum, { pictures }) => sum + pictures.rgb.length, 0) +
  film.reduce((sum, { noisy, predicted }) => sum + noisy.rgb.length + predicted.rgb.length, 0);

/** Pictures with equal pixels have the same key, even if the picture was chosen again. */
export function keyOf(runId: string, original: Pictures, damage: Damage, seed: number): string {
  const { kind, ...amount } = damage;
  const of = damage.kind === 'mask' ? hashOf(damage.lost) : JSON.stringify(amount);
  return [runId, original.width, original.height, hashOf(original.rgb), kind, of, seed].join(' ');
}

const hashes = new WeakMap<Uint8Array, string>();

/** FNV-1a, 32 bits: enough to distinguish a few dozen pictures. */
function hashOf(bytes: Uint8Array): string {
  const known = hashes.get(bytes);
  if (known !== undefined) return known;
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193);
  const written = (hash >>> 0).toString(36);
  hashes.set(bytes, written);
  return written;
}
