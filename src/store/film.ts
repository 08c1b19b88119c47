/** The film of a `generate` call, frame by frame as the engine makes it. */
import type { GenerateRequest, GenerateResult, GenerateStep } from '../workers/protocol.ts';
import type { Room } from './room.ts';
import type { FilmFrame } from './types.ts';

/** Bytes of pictures that a film keeps: all of 1,000 steps of 10 images, every sixth of 1,000 of 64. */
export const filmLimit = 64 * 2 ** 20;

export interface FilmInlet {
  /** A call has gone out to this run. What the last call made stays until the first frame or the result of this one. */
  begin(request: GenerateRequest, runId: string): void;
  take(step: GenerateStep): void;
  finish(result: GenerateResult): void;
  /** Answered or failed: frames that come later belong to nothing. */
  end(): void;
}

export function createFilmInlet(room: Room): FilmInlet {
  let call: { readonly request: GenerateRequest; readonly runId: string; rolling: boolean } | null = null;
  /** Of a network that has been replaced meanwhile nothing is shown. */
  const current = () => (call && room.get().run.status?.runId === call.runId ? call : null);

  return {
    begin(request, runId) {
      call = { request, runId, rolling: false };
    },
    take({ call: _id, ...frame }) {
      const rolling = current();
      if (!rolling) return;
      if (!rolling.rolling) room.patch('generate', { asked: rolling.request, result: null, film: [], shown: null });
      rolling.rolling = true;
      room.patch('generate', { film: withFrame(room.get().generate.film, frame) });
    },
    finish(result) {
      const finished = current();
      if (!finished) return;
      const fresh = finished.rolling ? {} : { asked: finished.request, film: [], shown: null };
      room.patch('generate', { ...fresh, result });
    },
    end() {
      call = null;
    },
  };
}

/** Beyond the limit only every so-manieth frame is kept, and the newest, which gives way to the next. */
export function withFrame(film: readonly FilmFrame[], frame: FilmFrame): readonly FilmFrame[] {
  const bytes = frame.total * (frame.noisy.rgb.byteLength + frame.predicted.rgb.byteLength);
  const every = Math.max(1, Math.ceil(bytes / filmLimit));
  const last = film.at(-1);
  const kept = last && last.index % every !== 0 ? film.slice(0, -1) : film;
  return [...kept, frame];
}
