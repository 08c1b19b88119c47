import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { classIndexOf, classValueOf, runSet, usePlayground } from '../../store/index.ts';
import { useClassNames } from '../generate/ClassField.tsx';
import classes from './Fields.module.css';

/**
 * Says which class the picture shows and which one the network is given, with a button that gives
 * it the picture's. Renders nothing if the picture's class is unknown or given already.
 */
export function PictureClass() {
  const { t } = useTranslation();
  const set = usePlayground(runSet);
  const label = usePlayground((state) => state.restore.label);
  const network = usePlayground((state) => state.run.status?.network);
  const told = usePlayground((state) => classIndexOf(state.look.restoreClass, set));
  const setLook = usePlayground((state) => state.look.set);
  const names = useClassNames();
  // A network that has learned other classes than the set's has no class for the picture.
  if (!network?.knowsClasses || label === null || set?.classNames.length !== network.classes) return null;
  // Without a class, a network that needs one gets the picture's.
  if (told === label || (told === null && network.needsClass)) return null;
  const shown = names[label] ?? '';
  const sentence =
    told === null
      ? t('repair.pictureClass.none', { shown })
      : t('repair.pictureClass.other', { shown, told: names[told] ?? '' });
  return (
    <div className={classes.advice}>
      <p>{sentence}</p>
      <Button size="compact-sm" variant="light" onClick={() => setLook({ restoreClass: classValueOf(label, set) })}>
        {t('repair.pictureClass.use', { shown })}
      </Button>
    </div>
  );
}
