import { useTranslation } from 'react-i18next';
import { Room } from '../frame/Room.tsx';
import { Multiples } from './Multiples.tsx';
import { usePaint } from './use-paint.ts';

const values = [2, 5, 10, 25, 50, 100];

export function StepsRoom() {
  const { t } = useTranslation();
  const paint = usePaint();
  return (
    <Room title={t('paint.steps.title')}>
      {paint && (
        <Multiples
          board={paint.steps}
          kind="steps"
          setting="sampleSteps"
          values={values}
          hint={null}
          disabled={false}
        />
      )}
    </Room>
  );
}
