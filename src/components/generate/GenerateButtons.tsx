import { Button } from '@mantine/core';
import { IconSparkles } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { isReady, usePlayground } from '../../store/index.ts';
import classes from '../paint/Board.module.css';
import { StopButton } from './StopButton.tsx';

export function GenerateButtons() {
  const { t } = useTranslation();
  // Selected one by one: the film grows at every step without changing the buttons.
  const busy = usePlayground((state) => state.generate.busy);
  const stopping = usePlayground((state) => state.generate.stopping);
  const generate = usePlayground((state) => state.generate.generate);
  const cancel = usePlayground((state) => state.generate.cancel);
  const ready = usePlayground(isReady);
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
      {busy && <StopButton label={t('generate.cancel')} stopping={stopping} onPress={cancel} />}
    </div>
  );
}
