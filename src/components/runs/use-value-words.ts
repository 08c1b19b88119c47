import { useTranslation } from 'react-i18next';
import { predictionTypes } from '../../ml/config.ts';
import type { SweepParameter, SweepValue } from '../../store/runs/sweep-values.ts';

/** The text of a sweep's value. */
export function useValueWords() {
  const { t } = useTranslation();
  return (parameter: SweepParameter, value: SweepValue): string => {
    const prediction = predictionTypes.find((name) => name === value);
    if (parameter === 'predictionType' && prediction) return t(`runs.changes.value.${prediction}`);
    if (parameter === 'optimizer') return t(`choices.optimizer.${value === 'muon' ? 'muon' : 'adamw'}`);
    return String(value);
  };
}
