import type { FilmFrame, GenerateResult, Pictures } from '../../../store/index.ts';

/** The pictures at one position of the film. */
export interface Scene {
  /** Steps taken so far; `total` at the end. */
  readonly step: number;
  readonly total: number;
  /** The timestep of the step that starts here; null at the end. */
  readonly timestep: number | null;
  /** The noisy samples that went into the step; at the end, the initial noise. */
  readonly from: Pictures;
  /** The network's estimate of the clean pictures; at the end, the finished samples. */
  readonly to: Pictures;
}

type Film = readonly FilmFrame[];

/**
 * `shown`: a position in the film; null: its newest frame, or the result if there is one. Returns
 * null before the first frame.
 */
export function sceneAt(film: Film, result: GenerateResult | null, shown: number | null): Scene | null {
  const newest = film.at(-1);
  if (!newest) return null;
  if (shown === null && result) {
    return { step: newest.total, total: newest.total, timestep: null, from: result.noise, to: result.samples };
  }
  const { index, total, timestep, noisy, predicted } = film[shown ?? film.length - 1] ?? newest;
  return { step: index, total, timestep, from: noisy, to: predicted };
}

/**
 * The position when moving to step `wanted`. A film of many steps is thinned: a missing step is
 * skipped in the direction of travel, so that one press of an arrow key always moves. Null: the
 * end, or the newest frame.
 */
export function placeOf(film: Film, wanted: number, from: number): number | null {
  const place =
    wanted > from
      ? film.findIndex(({ index }) => index >= wanted)
      : film.findLastIndex(({ index }) => index <= Math.max(wanted, film[0]?.index ?? 0));
  return place < 0 ? null : place;
}
