import { Loader } from '@mantine/core';
import { Suspense, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { lazyPart } from '../frame/lazy-part.tsx';
import { usePictureShape } from '../network/use-network.ts';
import classes from './Forward.module.css';

const DrawSource = lazyPart(async () => (await import('../restore-source/DrawSource.tsx')).DrawSource);

/** A drawing board, folded until it is opened. Noise is added to each stroke at once. */
export function Scribble() {
  const { t } = useTranslation();
  const shape = usePictureShape();
  const take = usePlayground((state) => state.restore.take);
  const shown = usePlayground((state) => state.view.name === 'paint');
  const [open, setOpen] = useState(false);
  /** The drawing stays when the board is folded again. */
  const [visited, setVisited] = useState(false);
  return (
    <details
      className={classes.scribble}
      onToggle={({ currentTarget }) => {
        setOpen(currentTarget.open);
        if (currentTarget.open) setVisited(true);
      }}
    >
      <summary>{t('paint.forward.draw')}</summary>
      {visited && (
        <Suspense fallback={<Loader size="sm" />}>
          <DrawSource shape={shape} active={open && shown} onPicture={take} />
        </Suspense>
      )}
    </details>
  );
}
