import { useTranslation } from 'react-i18next';
import { classIndexOf, runSet, usePlayground } from '../../store/index.ts';
import { Room } from '../frame/Room.tsx';
import { Multiples } from './Multiples.tsx';
import { usePaint } from './use-paint.ts';

/** From none to more than anybody wants. */
const values = [0, 1, 2, 3, 5, 8];

export function GuidanceRoom() {
  const { t } = useTranslation();
  const paint = usePaint();
  const knowsClasses = usePlayground((state) => state.run.status?.network.knowsClasses ?? false);
  const hasClass = usePlayground((state) => classIndexOf(state.look.sampleClass, runSet(state)) !== null);
  const hint = knowsClasses ? (hasClass ? null : t('paint.guidance.needsClass')) : t('paint.guidance.noClasses');
  return (
    <Room title={t('paint.guidance.title')}>
      {paint && (
        <Multiples
          board={paint.guidance}
          kind="guidance"
          setting="guidance"
          values={values}
          hint={hint}
          disabled={!knowsClasses || !hasClass}
        />
      )}
    </Room>
  );
}
