import '../../words/tasks.ts';
import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { taskLinkIn, tasksIn } from '../../share/tasks.ts';
import { usePlayground } from '../../store/index.ts';
import { Panel } from '../frame/Panel.tsx';
import { TaskSteps } from './TaskSteps.tsx';
import classes from './Tasks.module.css';

/** The exercises that this page can do. */
export function Tasks() {
  const { t } = useTranslation();
  const frame = usePlayground((state) => state.frame);
  const inLinks = usePlayground((state) => state.language.inLinks);
  const note = usePlayground((state) => state.view.note);
  const tasks = tasksIn(frame);
  if (tasks.length === 0) return null;
  return (
    <Panel title={t('tasks.title')} about={t('tasks.about')}>
      <div className={classes.tasks}>
        {tasks.map((task) => (
          <details key={task} className={classes.task}>
            <summary>{t(`tasks.${task}.question`)}</summary>
            <TaskSteps task={task} />
            <p>{t(`tasks.${task}.look`)}</p>
            {/* `note`: Back to this view must not be taken for opening a link that was sent. */}
            <Anchor href={taskLinkIn(task, frame, inLinks)} onClick={note}>
              {t('tasks.open')}
            </Anchor>
          </details>
        ))}
      </div>
    </Panel>
  );
}
