import { ActionIcon } from '@mantine/core';
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { TaskName } from '../../share/tasks.ts';
import classes from './CurrentStep.module.css';

interface CurrentStepProps {
  readonly task: TaskName;
  /** The index of the step. */
  readonly at: number;
  readonly onMove: (at: number) => void;
}

/**
 * One step of an exercise, with the way to the others. As high as the longest, whichever is shown.
 */
export function CurrentStep({ task, at, onMove }: CurrentStepProps) {
  const { t } = useTranslation();
  const steps = t(`tasks.${task}.steps`, { returnObjects: true });
  const count = steps.length;
  return (
    <div className={classes.current}>
      <div className={classes.steps} aria-live="polite">
        {steps.map((step, index) => (
          <p key={step} data-shown={index === at || undefined}>
            <span className={classes.at}>{t('tasks.at', { number: index + 1, count })}</span> {step}
          </p>
        ))}
      </div>
      <ActionIcon size={36} {...move('previous', at - 1)}>
        <IconChevronLeft size={18} aria-hidden />
      </ActionIcon>
      <ActionIcon size={36} {...move('next', at + 1)}>
        <IconChevronRight size={18} aria-hidden />
      </ActionIcon>
    </div>
  );

  /** At either end the button stays, so that it keeps the focus, and does nothing. */
  function move(name: 'previous' | 'next', to: number) {
    const isThere = to >= 0 && to < count;
    return {
      variant: 'default',
      'aria-label': t(`tasks.${name}`),
      ...(isThere ? { onClick: () => onMove(to) } : { 'aria-disabled': true, 'data-disabled': true }),
    };
  }
}
