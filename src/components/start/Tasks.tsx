import { Anchor } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Panel } from '../frame/Panel.tsx';
import classes from './Tasks.module.css';

/** Each task is also a link, so that a teacher can pass on what a press opens. */
const links = {
  rate: '#v=1&recipe=article&seed=42&batch=8',
  guidance: '#v=1&recipe=quick&model=models/digits&view=paint&data=digits&seed=42&guidance=1',
  steps: '#v=1&recipe=quick&model=models/digits&view=paint&data=digits&seed=42&steps=2',
  prediction: '#v=1&recipe=tiny&data=digits&seed=42',
} as const;

type Task = keyof typeof links;
const tasks = Object.keys(links) as Task[];

export function Tasks() {
  const { t } = useTranslation();
  return (
    <Panel title={t('tasks.title')} about={t('tasks.about')}>
      <div className={classes.tasks}>
        {tasks.map((task) => (
          <details key={task} className={classes.task}>
            <summary>{t(`tasks.${task}.question`)}</summary>
            <ol>
              {t(`tasks.${task}.steps`, { returnObjects: true }).map((step) => (
                <li key={step}>{step}</li>
              ))}
            </ol>
            <p>{t(`tasks.${task}.look`)}</p>
            <Anchor href={links[task]}>{t('tasks.open')}</Anchor>
          </details>
        ))}
      </div>
    </Panel>
  );
}
