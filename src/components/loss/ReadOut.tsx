import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { formatLoss } from '../../words/format.ts';
import type { PointedAt } from './LossChart.tsx';
import classes from './ReadOut.module.css';

/** The names of the curves, always shown above them, with their numbers under the pointer. */
export function ReadOut({ point }: { readonly point: PointedAt | null }) {
  const { t } = useTranslation();
  const network = usePlayground((state) => state.run.status?.network);
  const evaluated = network?.kind === 'diffusion';
  const entry = (name: 'eachStep' | 'smoothed' | 'validation' | 'validationEma', value: number | null | undefined) => (
    <span className={classes[name]}>
      {t(`lossPanel.${name}`)}
      {value != null && <strong className={classes.value}>{formatLoss(value)}</strong>}
    </span>
  );
  return (
    <p className={classes.readOut} data-lines={evaluated ? 2 : 1}>
      {entry('eachStep', point?.loss)}
      {entry('smoothed', point?.smoothed)}
      {evaluated && entry('validation', point?.raw)}
      {evaluated && network.hasEma && entry('validationEma', point?.ema)}
      {point && <span>{t('lossPanel.atStep', { step: point.step })}</span>}
    </p>
  );
}
