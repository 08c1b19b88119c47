import { ActionIcon } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled } from '@tabler/icons-react';

interface PlayButtonProps {
  readonly playing: boolean;
  /** What the next press does. */
  readonly label: string;
  readonly disabled?: boolean;
  readonly onPress: () => void;
}

export function PlayButton({ playing, label, disabled = false, onPress }: PlayButtonProps) {
  const Icon = playing ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <ActionIcon variant="default" size={36} aria-label={label} disabled={disabled} onClick={onPress}>
      <Icon size={16} aria-hidden />
    </ActionIcon>
  );
}
