import { useLayoutEffect } from 'react';
import type { NoiseLevels } from '../../store/forward.ts';
import type { Playhead } from '../generate/film/playhead.ts';

/** Calls `draw` with the number of the level on show, now and whenever it changes, and renders nothing. The last one at the end. */
export function usePlace(playhead: Playhead, levels: NoiseLevels | null, draw: (place: number) => void): void {
  useLayoutEffect(() => {
    if (!levels) return;
    const last = levels.timesteps.length - 1;
    const show = (): void => draw(Math.min(last, playhead.shown ?? last));
    show();
    return playhead.subscribe(show);
  });
}
