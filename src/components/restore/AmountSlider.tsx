import { Slider } from '@mantine/core';
import { useId, useState } from 'react';
import { formatFixed } from '../../words/format.ts';
import { Explained } from '../frame/Explained.tsx';
import classes from './AmountSlider.module.css';

interface AmountSliderProps {
  readonly label: string;
  readonly reason: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  readonly step: number;
  /** Digits of the displayed number. */
  readonly digits: number;
  readonly onChange: (value: number) => void;
}

/** The strength of the damage; results are computed when the slider is released. */
export function AmountSlider({ label, reason, value, min, max, step, digits, onChange }: AmountSliderProps) {
  const id = useId();
  const [dragged, setDragged] = useState<number | null>(null);
  const shown = dragged ?? value;
  return (
    <Explained term={label} reason={reason} className={classes.amount}>
      <div>
        <div className={classes.head}>
          <span id={id}>{label}</span>
          <span className={classes.number}>{formatFixed(shown, digits)}</span>
        </div>
        <Slider
          min={min}
          max={max}
          step={step}
          size="sm"
          label={null}
          value={shown}
          onChange={setDragged}
          onChangeEnd={(next) => {
            setDragged(null);
            onChange(next);
          }}
          thumbProps={{ 'aria-labelledby': id }}
        />
      </div>
    </Explained>
  );
}
