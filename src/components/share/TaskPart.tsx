import '../../words/tasks.ts';
import { Switch } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { PageFrame } from '../../share/page-frame.ts';
import { partsMissing, type TaskName } from '../../share/tasks.ts';
import { usePartNames } from './use-part-names.ts';

interface TaskPartProps {
  /** The exercise that is open on this page. */
  readonly task: TaskName;
  /** Of the page that the link opens. */
  readonly frame: PageFrame;
  readonly shown: boolean;
  readonly onShow: (shown: boolean) => void;
}

/** Whether the link opens the steps of the exercise, and what of them it makes impossible. */
export function TaskPart({ task, frame, shown, onShow }: TaskPartProps) {
  const { t } = useTranslation();
  const names = usePartNames();
  const missing = shown ? partsMissing(task, frame) : [];
  return (
    <Switch
      label={t('share.withTask', { question: t(`tasks.${task}.question`) })}
      error={missing.length > 0 && t('share.taskLacks', { parts: names(missing) })}
      checked={shown}
      onChange={({ currentTarget }) => onShow(currentTarget.checked)}
    />
  );
}
