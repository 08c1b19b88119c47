import '../../words/tasks.ts';
import { CloseButton } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isWhole } from '../../share/page-frame.ts';
import type { TaskName } from '../../share/tasks.ts';
import { usePlayground } from '../../store/index.ts';
import { CurrentStep } from './CurrentStep.tsx';
import classes from './TaskCard.module.css';
import { TaskModel } from './TaskModel.tsx';
import { TaskSteps } from './TaskSteps.tsx';

/**
 * The steps of an exercise, to be read while it is done; its answer is folded. On a phone it stays
 * at the top of the screen, folded to the current step; unfolded, it lies over the view until the
 * focus leaves it. A page that leaves parts out may lack the list that it could be opened from
 * again, so it cannot be closed there.
 */
export function TaskCard({ task }: { readonly task: TaskName }) {
  const { t } = useTranslation();
  const close = usePlayground((state) => state.view.closeTask);
  const mayClose = usePlayground(({ frame }) => isWhole(frame));
  const isNarrow = useMediaQuery('(max-width: 759px)', false, { getInitialValueInEffect: false });
  /** Null: as the screen's width has it. */
  const [chosen, setChosen] = useState<boolean | null>(null);
  const [step, setStep] = useState(0);
  const unfolded = chosen ?? !isNarrow;
  const all = useId();
  const leave = (): void => {
    if (isNarrow) setChosen(null);
  };
  return (
    <section
      className={classes.card}
      aria-label={t('tasks.label')}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) leave();
      }}
      onKeyDown={({ key }) => {
        if (key === 'Escape') leave();
      }}
    >
      <button
        type="button"
        className={classes.question}
        aria-expanded={unfolded}
        aria-controls={all}
        onClick={() => setChosen(!unfolded)}
      >
        {unfolded ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />}
        {t(`tasks.${task}.question`)}
      </button>
      <div className={classes.opening}>
        <TaskModel />
      </div>
      {mayClose && <CloseButton aria-label={t('tasks.close')} onClick={close} />}
      {(isNarrow || !unfolded) && (
        <div className={classes.current}>
          <CurrentStep task={task} at={step} onMove={setStep} />
        </div>
      )}
      <div id={all} hidden={!unfolded} className={classes.all}>
        <TaskSteps task={task} current={isNarrow ? step : undefined} />
        <details className={classes.answer}>
          <summary>{t('tasks.expect')}</summary>
          <p>{t(`tasks.${task}.look`)}</p>
        </details>
      </div>
    </section>
  );
}
