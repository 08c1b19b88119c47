import { ActionIcon } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { type Evaluation, isRunning, usePlayground } from '../../store/index.ts';
import { formatCount } from '../../words/format.ts';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import classes from './TimeLapse.module.css';
import { useTimeLapse } from './use-time-lapse.ts';

/** Places before the first samples. */
const expected = 8;

/** Samples from the same noise, from the first step to now: one look of the network's at a time, and a slider over all of them. */
export function TimeLapse() {
  const { t } = useTranslation();
  const history = usePlayground((state) => state.evaluation.history);
  const running = usePlayground((state) => isRunning(state.run.status));
  const { place, playing, show, toggle } = useTimeLapse(history.length);
  const shown = history[place];
  return (
    <div className={classes.lapse}>
      <div className={classes.pictures}>
        <Samples evaluation={shown} />
        {!shown && <p className={classes.empty}>{t(running ? 'evaluation.first' : 'evaluation.empty')}</p>}
      </div>
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

function Samples({ evaluation }: { readonly evaluation: Evaluation | undefined }) {
  const { t } = useTranslation();
  const count = evaluation?.samples.count ?? expected;
  return (
    <div className={classes.samples}>
      {Array.from({ length: count }, (_, index) =>
        evaluation ? (
          <Picture
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
            key={index}
            pictures={evaluation.samples}
            index={index}
            label={t('evaluation.sample', { number: index + 1, step: evaluation.step })}
            testId="evaluation-sample"
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the place
          <PicturePlace key={index} />
        ),
      )}
    </div>
  );
}
