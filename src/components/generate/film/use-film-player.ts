import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useState } from 'react';
import { usePlayground } from '../../../store/index.ts';

/** A whole film takes about so long, however many frames it has. */
const filmMs = 5000;
/** Faster than this cannot be followed; slower looks like pictures, not like a film. */
const frameMs = { shortest: 40, longest: 400 };
/** Where the visitor asks for less motion: few pictures, each long enough to be looked at. */
const calm = { frames: 8, ms: 800 };

interface FilmPlayer {
  readonly playing: boolean;
  toggle(): void;
}

/** Plays from the place on show, from the beginning where that is the end, and stops at the end. */
export function useFilmPlayer(): FilmPlayer {
  const length = usePlayground((state) => state.generate.film.length);
  const shown = usePlayground((state) => state.generate.shown);
  const show = usePlayground((state) => state.generate.show);
  const [playing, setPlaying] = useState(false);
  const reduced = useReducedMotion();

  const ms = reduced ? calm.ms : Math.min(frameMs.longest, Math.max(frameMs.shortest, filmMs / Math.max(1, length)));
  const stride = Math.max(1, Math.round(reduced ? length / calm.frames : (length * ms) / filmMs));
  useEffect(() => {
    if (!playing) return;
    // A visitor who takes the playhead to the end, or a new film, ends it.
    if (shown === null) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => show(shown + stride < length ? shown + stride : null), ms);
    return () => clearTimeout(timer);
  }, [playing, shown, length, stride, ms, show]);

  return {
    playing,
    toggle() {
      if (!playing && shown === null) show(0);
      setPlaying(!playing);
    },
  };
}
