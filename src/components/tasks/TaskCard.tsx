import '../../words/tasks.ts';
import { CloseButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { TaskName } from '../../share/tasks.ts';
import { usePlayground } from '../../store/index.ts';
import classes from './TaskCard.module.css';
import { TaskSteps } from './TaskSteps.tsx';

/** The steps of an exercise, to be read while it is done. Its answer is folded. */
export function TaskCard({ task }: { readonly task: TaskName }) {
  const { t } = useTranslation();
  const close = usePlayground((state) => state.view.closeTask);
  return (
    <section className={classes.card} aria-label={t('tasks.label')}>
      <details open className={classes.task}>
        <summary className={classes.question}>{t(`tasks.${task}.question`)}</summary>
        <TaskSteps task={task} />
        <details className={classes.answer}>
          <summary>{t('tasks.expect')}</summary>
          <p>{t(`tasks.${task}.look`)}</p>
        </details>
      </details>
      <CloseButton aria-label={t('tasks.close')} onClick={close} />
    </section>
  );
}
