import { useId, useRef, useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import type { NoiseLevels } from '../../store/forward.ts';
import { formatFixed } from '../../words/format.ts';
import { PlayButton } from '../frame/PlayButton.tsx';
import type { Playhead } from '../generate/film/playhead.ts';
import classes from './Forward.module.css';
import { levelAt } from './level.ts';
import { usePlace } from './use-place.ts';

interface TimestepSliderProps {
  readonly playhead: Playhead;
  readonly levels: NoiseLevels | null;
}

export function TimestepSlider({ playhead, levels }: TimestepSliderProps) {
  const { t } = useTranslation();
  const label = useId();
  const input = useRef<HTMLInputElement>(null);
  const output = useRef<HTMLOutputElement>(null);
  const playing = useSyncExternalStore(playhead.subscribe, () => playhead.playing);
  const last = Math.max(1, (levels?.timesteps.length ?? 2) - 1);
  usePlace(playhead, levels, (place) => {
    if (!input.current || !output.current || !levels) return;
    input.current.value = String(place);
    const { timestep, symbol, ...level } = levelAt(levels, place);
    const value = formatFixed(level.value, 2);
    output.current.textContent = `${timestep} · ${symbol} = ${value}`;
    input.current.setAttribute('aria-valuetext', t('paint.forward.at', { timestep, count: last + 1, symbol, value }));
  });
  return (
    <div className={classes.slider}>
      <div className={classes.head}>
        <span id={label}>{t('paint.forward.timestep')}</span>
        <output ref={output} />
      </div>
      <div className={classes.scrub}>
        <PlayButton
          playing={playing}
          label={t(playing ? 'paint.forward.pause' : 'paint.forward.play')}
          disabled={!levels}
          onPress={() => playhead.toggle()}
        />
        <input
          ref={input}
          type="range"
          aria-labelledby={label}
          min={0}
          max={last}
          step={1}
          defaultValue={0}
          disabled={!levels}
          onInput={({ currentTarget }) => playhead.show(currentTarget.valueAsNumber)}
        />
      </div>
    </div>
  );
}
