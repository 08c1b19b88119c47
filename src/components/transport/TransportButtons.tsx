import { Button, Loader } from '@mantine/core';
import { IconPlayerPauseFilled, IconPlayerPlayFilled, IconPlayerSkipForward, IconRotate } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { canReset, isReady, isRunning, usePlayground } from '../../store/index.ts';
import { Why } from '../frame/Why.tsx';
import classes from './TransportButtons.module.css';

/** Shows one of Train, Pause and Resume, always in the same place and with the same width. */
export function TransportButtons() {
  const { t } = useTranslation();
  const { train, pause, step, reset } = usePlayground((state) => state.run);
  const ready = usePlayground((state) => isReady(state) && state.run.status !== null);
  const running = usePlayground((state) => isRunning(state.run.status));
  const stepping = usePlayground((state) => state.run.stepping);
  const begun = usePlayground((state) => (state.run.status?.step ?? 0) > 0);
  const resetting = usePlayground((state) => state.run.resetting);
  const resettable = usePlayground((state) => canReset(state.run.status));
  const over = usePlayground((state) => ['finished', 'failed'].includes(state.run.status?.phase ?? ''));
  const pausing = usePlayground((state) => state.run.pausing);
  const word = pausing ? 'pausing' : running ? 'pause' : begun ? 'resume' : 'train';
  const PlayIcon = running ? IconPlayerPauseFilled : IconPlayerPlayFilled;
  return (
    <div className={classes.buttons}>
      <Why reason={t(running ? 'transport.pauseWhy' : 'transport.trainWhy')}>
        <Button
          className={classes.main}
          leftSection={
            pausing ? <Loader size={16} color="currentColor" aria-hidden /> : <PlayIcon size={16} aria-hidden />
          }
          aria-busy={pausing}
          {...pressedWhile(ready && !over && !pausing, running ? pause : train)}
        >
          {t(`transport.${word}`)}
        </Button>
      </Why>
      <Why reason={t('transport.stepWhy')}>
        <Button
          variant="default"
          leftSection={<IconPlayerSkipForward size={16} aria-hidden />}
          {...pressedWhile(ready && !over && (stepping || !running), step)}
        >
          {t('transport.step')}
        </Button>
      </Why>
      <Why reason={t('transport.resetWhy')}>
        <Button
          variant="default"
          leftSection={resetting ? <Loader size={16} aria-hidden /> : <IconRotate size={16} aria-hidden />}
          aria-busy={resetting}
          {...pressedWhile(ready && resettable && !resetting, reset)}
        >
          {t('transport.reset')}
        </Button>
      </Why>
    </div>
  );
}

/**
 * Ignores a press while disabled. A button with the `disabled` attribute would lose the focus to
 * the page, and a keyboard user would have to find it again.
 */
function pressedWhile(enabled: boolean, press: () => void) {
  return enabled ? { onClick: press } : { 'aria-disabled': true, 'data-disabled': true };
}
