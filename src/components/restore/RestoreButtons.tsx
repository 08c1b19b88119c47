import { Button } from '@mantine/core';
import { IconWand } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isReady, usePlayground } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { StopButton } from '../generate/StopButton.tsx';
import classes from './Fields.module.css';
import { useRepaired } from './use-repair.ts';

interface RestoreButtonsProps {
  readonly repair: Repair;
  /**
   * Another action is better first: opening a model, or choosing a size that takes only a moment.
   */
  readonly isDoubtful: boolean;
}

/** Restore, and the button that stops it while it runs. `RepairEffort` says how far it is. */
export function RestoreButtons({ repair, isDoubtful }: RestoreButtonsProps) {
  const { t } = useTranslation();
  const ready = usePlayground(isReady);
  const original = usePlayground((state) => state.restore.original);
  const busy = useRepaired(repair, (state) => state.busy);
  const stopping = useRepaired(repair, (state) => state.stopping);
  const isEmpty = useRepaired(repair, ({ kind, lost }) => kind === 'mask' && !lost?.includes(1));
  return (
    <div className={classes.press}>
      <Button
        variant={isDoubtful ? 'default' : 'filled'}
        disabled={!ready || !original || isEmpty}
        loading={busy}
        leftSection={<IconWand size={16} aria-hidden />}
        onClick={() => void repair.restore()}
      >
        {t('repair.action')}
      </Button>
      {busy && <StopButton label={t('repair.stop')} stopping={stopping} onPress={repair.cancel} />}
    </div>
  );
}
