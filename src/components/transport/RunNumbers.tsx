import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { formatLoss, formatSpeed, splitSeconds } from '../../words/format.ts';
import classes from './RunNumbers.module.css';

/**
 * The progress of the run. Only this small part renders during training, at most ten times a
 * second.
 */
export function RunNumbers() {
  const { t } = useTranslation();
  const status = usePlayground((state) => state.run.status);
  const speed = usePlayground((state) => state.run.imagesPerSecond);
  const left = usePlayground((state) => state.run.secondsLeft);
  const none = t('numbers.none');
  const epochs = status?.experiment.epochs ?? 0;
  return (
    <div className={classes.numbers}>
      <Cell label={t('numbers.loss')}>
        <Live name={t('numbers.loss')}>{status?.loss == null ? none : formatLoss(status.loss)}</Live>
      </Cell>
      <Cell label={t('numbers.step')}>
        <Live name={t('numbers.step')}>{status?.step ?? 0}</Live>
      </Cell>
      <Cell label={t('numbers.epoch')}>
        {status ? t('numbers.epochOf', { epoch: Math.min(status.epoch + 1, epochs), epochs }) : none}
      </Cell>
      <Cell label={t('numbers.speed')}>{speed === null ? none : formatSpeed(speed)}</Cell>
      <Cell label={t('numbers.left')} wide>
        <TimeLeft seconds={left} />
      </Cell>
    </div>
  );
}

function TimeLeft({ seconds }: { readonly seconds: number | null }) {
  const { t } = useTranslation();
  if (seconds === null) return t('numbers.none');
  const time = splitSeconds(seconds);
  return t(`time.${time.unit}`, time);
}

function Cell({
  label,
  wide,
  children,
}: {
  readonly label: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <div className={wide ? classes.wide : classes.cell}>
      <span className={classes.label}>{label}</span>
      <span className={classes.value}>{children}</span>
    </div>
  );
}

/**
 * A status that can be read at any time but does not interrupt a screen reader ten times a second.
 */
function Live({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <span role="status" aria-live="off" aria-label={name}>
      {children}
    </span>
  );
}
