import { Button } from '@mantine/core';
import { IconSparkles, IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import classes from '../paint/Board.module.css';

export function GenerateButtons() {
  const { t } = useTranslation();
  // One by one: the film grows with every step, and the buttons do not change by that.
  const busy = usePlayground((state) => state.generate.busy);
  const generate = usePlayground((state) => state.generate.generate);
  const cancel = usePlayground((state) => state.generate.cancel);
  const ready = usePlayground((state) => state.engine.phase === 'ready');
  return (
    <div className={classes.buttons}>
      <Button
        disabled={!ready}
        loading={busy}
        leftSection={<IconSparkles size={16} aria-hidden />}
        onClick={() => void generate()}
      >
        {t('generate.action')}
      </Button>
      {busy && (
        <Button variant="default" leftSection={<IconX size={16} aria-hidden />} onClick={cancel}>
          {t('generate.cancel')}
        </Button>
      )}
    </div>
  );
}
