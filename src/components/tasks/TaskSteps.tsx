import { useTranslation } from 'react-i18next';
import type { TaskName } from '../../share/tasks.ts';
import classes from './TaskSteps.module.css';

interface TaskStepsProps {
  readonly task: TaskName;
  /** The index of the step that is being done, to be marked. */
  readonly current?: number | undefined;
}

/** What to do, in order. */
export function TaskSteps({ task, current }: TaskStepsProps) {
  const { t } = useTranslation();
  return (
    <ol className={classes.steps}>
      {t(`tasks.${task}.steps`, { returnObjects: true }).map((step, index) => (
        <li key={step} aria-current={index === current ? 'step' : undefined}>
          {step}
        </li>
      ))}
    </ol>
  );
}
