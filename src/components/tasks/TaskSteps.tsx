import { useTranslation } from 'react-i18next';
import type { TaskName } from '../../share/tasks.ts';
import classes from './TaskSteps.module.css';

/** What to do, in order. */
export function TaskSteps({ task }: { readonly task: TaskName }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.steps}>
      {t(`tasks.${task}.steps`, { returnObjects: true }).map((step) => (
        <li key={step}>{step}</li>
      ))}
    </ol>
  );
}
