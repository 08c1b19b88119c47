import { Tooltip } from '@mantine/core';
import type { ReactElement } from 'react';

/** A reason, one hover or focus away from what it explains. */
export function Why({ reason, children }: { readonly reason: string; readonly children: ReactElement }) {
  return (
    <Tooltip
      label={reason}
      multiline
      maw={280}
      openDelay={350}
      events={{ hover: true, focus: true, touch: false }}
      withArrow
    >
      {children}
    </Tooltip>
  );
}
