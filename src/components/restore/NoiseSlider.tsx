import { Slider } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { lookDefaults, parameters } from '../../ml/config.ts';
import { usePlayground } from '../../store/index.ts';
import { Why } from '../frame/Why.tsx';
import classes from './NoiseSlider.module.css';

/** Once there is a result, letting go of the slider makes the next one. */
export function NoiseSlider() {
  const { t } = useTranslation();
  const label = useId();
  const noise = usePlayground((state) => state.look.restoreNoise);
  const set = usePlayground((state) => state.look.set);
  const { restore, result } = usePlayground((state) => state.restore);
  const [dragged, setDragged] = useState<number | null>(null);
  const { min, max, step } = parameters.restoreNoise;
  const shown = dragged ?? noise;
  const standard = t('parametersRoom.default', { value: lookDefaults.restoreNoise });
  return (
    <Why reason={`${t('parameters.restoreNoise.why')} ${standard}`}>
      <div>
        <div className={classes.head}>
          <span id={label}>{t('parameters.restoreNoise.label')}</span>
          <span className={classes.number}>{shown.toFixed(2)}</span>
        </div>
        <Slider
          min={min}
          max={max}
          step={step}
          size="sm"
          label={null}
          value={shown}
          onChange={setDragged}
          onChangeEnd={(value) => {
            setDragged(null);
            set({ restoreNoise: value });
            if (result) void restore();
          }}
          thumbProps={{ 'aria-labelledby': label }}
        />
      </div>
    </Why>
  );
}
