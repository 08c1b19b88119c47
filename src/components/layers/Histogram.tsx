import { useTranslation } from 'react-i18next';
import type { NumbersHistogram } from '../../store/index.ts';
import classes from './LayersPanel.module.css';

/** In units of the drawing, which is stretched to its box. */
const height = 24;

const short = (value: number): string => String(Number(value.toPrecision(2)));

export function Histogram({ numbers }: { readonly numbers: NumbersHistogram }) {
  const { t } = useTranslation();
  const { counts, low, high, deviation } = numbers;
  const highest = Math.max(1, ...counts);
  // Heights are square roots of the counts; otherwise one tall bin would flatten the tails.
  const outline = Array.from(counts, (count, i) => {
    const y = height * (1 - Math.sqrt(count / highest));
    return `${i},${y.toFixed(1)} ${i + 1},${y.toFixed(1)}`;
  });
  return (
    <div className={classes.histogram}>
      <svg viewBox={`0 0 ${counts.length} ${height}`} preserveAspectRatio="none" aria-hidden="true">
        <polygon points={`0,${height} ${outline.join(' ')} ${counts.length},${height}`} />
      </svg>
      <span>{t('layers.range', { low: short(low), high: short(high), deviation: short(deviation) })}</span>
    </div>
  );
}
