import type { FilmFrame, GenerateResult, Pictures } from '../../../store/index.ts';

/** What the film shows at one place. */
export interface Scene {
  /** Steps that have been taken: `total` at the end. */
  readonly step: number;
  readonly total: number;
  /** Of the step that goes out from here; null at the end. */
  readonly timestep: number | null;
  /** The noisy samples that went into the step; at the end, the noise that it all began with. */
  readonly from: Pictures;
  /** The clean pictures that the network saw in them; at the end, what they became. */
  readonly to: Pictures;
}

type Film = readonly FilmFrame[];

/** `shown`: a place in the film; null: its newest frame, or the result where there is one. Null before the first frame. */
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
 * The place that leads from one step to another. A film of many steps is thinned: a step that is not there is passed over in the direction of
 * travel, so that one press of an arrow always moves. Null: the end, or the newest frame.
 */
export function placeOf(film: Film, wanted: number, from: number): number | null {
  const place =
    wanted > from
      ? film.findIndex(({ index }) => index >= wanted)
      : film.findLastIndex(({ index }) => index <= Math.max(wanted, film[0]?.index ?? 0));
  return place < 0 ? null : place;
}
