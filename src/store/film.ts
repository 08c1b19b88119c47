/** The film of a `generate` call, frame by frame as the engine makes it. */
import type { GenerateRequest, GenerateResult, GenerateStep } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import type { FilmFrame } from './types.ts';

/**
 * The most bytes of pictures that a film keeps: enough for all 1,000 steps of 10 images, or for
 * every sixth of 1,000 steps of 64 images.
 */
export const filmLimit = 64 * 2 ** 20;

export interface Filming {
  take(step: GenerateStep): void;
  finish(result: GenerateResult): void;
}

/**
 * Films one call to the engine for the current run. The film of the previous call stays until this
 * call's first frame or result.
 */
export function startFilming(context: StoreContext, asked: GenerateRequest, runId: string): Filming {
  let rolling = false;
  /** Shows nothing from a network that has been replaced meanwhile. */
  const isCurrent = (): boolean => context.get().run.status?.runId === runId;

  return {
    take({ call: _id, ...frame }) {
      if (!isCurrent()) return;
      const film = rolling ? context.get().generate.film : [];
      context.patch('generate', {
        film: withFrame(film, frame),
        ...(rolling ? {} : { asked, result: null }),
      });
      if (!rolling) context.get().nearest.forget();
      rolling = true;
    },
    finish(result) {
      if (!isCurrent()) return;
      if (!rolling) context.get().nearest.forget();
      context.patch('generate', { result, ...(rolling ? {} : { asked, film: [] }) });
    },
  };
}

/**
 * Past the byte limit, keep every n-th frame plus the newest one, which the next frame replaces.
 */
export function withFrame(film: readonly FilmFrame[], frame: FilmFrame): readonly FilmFrame[] {
  const bytes = frame.total * (frame.noisy.rgb.byteLength + frame.predicted.rgb.byteLength);
  const every = Math.max(1, Math.ceil(bytes / filmLimit));
  const last = film.at(-1);
  const kept = last && last.index % every !== 0 ? film.slice(0, -1) : film;
  return [...kept, frame];
}
