import { Button, Loader, VisuallyHidden } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface StopButtonProps {
  readonly label: string;
  /** The button has been pressed; the device has to finish its current computation first. */
  readonly stopping: boolean;
  readonly onPress: () => void;
}

/** As wide before the press as after it. The line of the pace says what the page waits for. */
export function StopButton({ label, stopping, onPress }: StopButtonProps) {
  const { t } = useTranslation();
  return (
    <Button
      variant="default"
      leftSection={stopping ? <Loader size={16} aria-hidden /> : <IconPlayerStop size={16} aria-hidden />}
      aria-busy={stopping}
      {...(stopping ? { 'aria-disabled': true, 'data-disabled': true } : { onClick: onPress })}
    >
      {label}
      <VisuallyHidden aria-live="polite">{stopping && t('pace.stopping')}</VisuallyHidden>
    </Button>
  );
}
