import { ActionIcon } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Evaluation, isRunning, usePlayground } from '../../store/index.ts';
import { formatCount } from '../../words/format.ts';
import { Picture } from '../picture/Picture.tsx';
import classes from './TimeLapse.module.css';
import { useTimeLapse } from './use-time-lapse.ts';

/** Samples from the same noise, from the first step to now: one look of the network's at a time, and a slider over all of them. */
export function TimeLapse() {
  const { t } = useTranslation();
  const history = usePlayground((state) => state.evaluation.history);
  const running = usePlayground((state) => isRunning(state.run.status));
  const { place, playing, show, toggle } = useTimeLapse(history.length);
  const shown = history[place];
  return (
    <div className={classes.lapse}>
      {shown ? (
        <Samples evaluation={shown} />
      ) : (
        <p className={classes.empty}>{t(running ? 'evaluation.first' : 'evaluation.empty')}</p>
      )}
      <div className={classes.controls}>
        <ActionIcon
          variant="default"
          size={36}
          aria-label={t(playing ? 'evaluation.pause' : 'evaluation.play')}
          disabled={history.length < 2}
          onClick={toggle}
        >
          {playing ? <IconPlayerPauseFilled size={16} aria-hidden /> : <IconPlayerPlayFilled size={16} aria-hidden />}
        </ActionIcon>
        <input
          type="range"
          className={classes.slider}
          aria-label={t('evaluation.slider')}
          aria-valuetext={shown ? t('evaluation.at', { step: formatCount(shown.step) }) : t('evaluation.none')}
          min={0}
          max={Math.max(1, history.length - 1)}
          step={1}
          value={history.length < 2 ? 1 : place}
          disabled={history.length < 2}
          onChange={({ currentTarget }) => show(currentTarget.valueAsNumber)}
        />
        <output className={classes.at}>
          {shown ? t('evaluation.at', { step: formatCount(shown.step) }) : t('evaluation.none')}
        </output>
      </div>
    </div>
  );
}

function Samples({ evaluation: { samples, step } }: { readonly evaluation: Evaluation }) {
  const { t } = useTranslation();
  return (
    <div className={classes.samples}>
      {Array.from({ length: samples.count }, (_, index) => (
        <Picture
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
          key={index}
          pictures={samples}
          index={index}
          label={t('evaluation.sample', { number: index + 1, step })}
          testId="evaluation-sample"
        />
      ))}
    </div>
  );
}
