import { PlayButton } from '../frame/PlayButton.tsx';
import classes from './TimeLapseSlider.module.css';
import type { TimeLapsePlayer } from './use-time-lapse.ts';

interface TimeLapseSliderProps {
  readonly player: TimeLapsePlayer;
  readonly length: number;
  readonly words: { readonly play: string; readonly pause: string; readonly slider: string };
  /** The position in words. */
  readonly at: string;
}

/** Plays the looks from the first to the newest, or shows one of them. */
export function TimeLapseSlider({ player, length, words, at }: TimeLapseSliderProps) {
  const { place, playing, show, toggle } = player;
  const fixed = length < 2;
  return (
    <div className={classes.controls}>
      <PlayButton playing={playing} label={playing ? words.pause : words.play} disabled={fixed} onPress={toggle} />
      <input
        type="range"
        className={classes.slider}
        aria-label={words.slider}
        aria-valuetext={at}
        min={0}
        max={Math.max(1, length - 1)}
        step={1}
        value={fixed ? 1 : place}
        disabled={fixed}
        onChange={({ currentTarget }) => show(currentTarget.valueAsNumber)}
      />
      <output className={classes.at}>{at}</output>
    </div>
  );
}
