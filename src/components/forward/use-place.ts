import { useLayoutEffect } from 'react';
import type { NoiseLevels } from '../../store/forward.ts';
import type { Playhead } from '../generate/film/playhead.ts';

/**
 * Calls `draw` with the index of the current level, now and at each change, without rendering. Past
 * the end it is the last level.
 */
export function usePlace(playhead: Playhead, levels: NoiseLevels | null, draw: (place: number) => void): void {
  useLayoutEffect(() => {
    if (!levels) return;
    const last = levels.timesteps.length - 1;
    const show = (): void => draw(Math.min(last, playhead.shown ?? last));
    show();
    return playhead.subscribe(show);
  });
}
