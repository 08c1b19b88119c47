import { Button } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface StopButtonProps {
  readonly label: string;
  /** The button has been pressed; the device has to finish its current computation first. */
  readonly stopping: boolean;
  readonly onPress: () => void;
}

/** Shows at once that the press was received. */
export function StopButton({ label, stopping, onPress }: StopButtonProps) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      leftSection={<IconPlayerStop size={16} aria-hidden />}
      aria-busy={stopping}
      {...(stopping ? { 'aria-disabled': true, 'data-disabled': true } : { onClick: onPress })}
    >
      <span aria-live="polite">{stopping ? t('pace.stopping') : label}</span>
    </Button>
  );
}
