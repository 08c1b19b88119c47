import { useReducedMotion } from '@mantine/hooks';
import { useEffect, useState } from 'react';

/** Time in ms between two looks while it plays; longer if the visitor prefers reduced motion. */
const frameMs = 180;
const calmMs = 800;

export interface TimeLapsePlayer {
  /** The index of the look that is shown. */
  readonly place: number;
  readonly playing: boolean;
  show(place: number): void;
  toggle(): void;
}

/**
 * Shows the newest look until the visitor moves away from it. Plays to the newest from the current
 * position, or from the beginning.
 */
export function useTimeLapse(length: number): TimeLapsePlayer {
  const [chosen, setChosen] = useState<number | null>(null);
  const [playing, setPlaying] = useState(false);
  const reduced = useReducedMotion();
  const last = Math.max(0, length - 1);
  const place = chosen === null ? last : Math.min(chosen, last);
  const atEnd = place === last;
  useEffect(() => {
    if (!playing) return;
    if (atEnd) {
      setPlaying(false);
      setChosen(null);
      return;
    }
    const timer = setTimeout(() => setChosen(place + 1), reduced ? calmMs : frameMs);
    return () => clearTimeout(timer);
  }, [playing, atEnd, place, reduced]);
  return {
    place,
    playing,
    show(next) {
      setPlaying(false);
      setChosen(next >= last ? null : next);
    },
    toggle() {
      if (!playing && atEnd) setChosen(0);
      setPlaying(!playing);
    },
  };
}
