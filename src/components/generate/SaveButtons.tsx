import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { lazyPart } from '../frame/lazy-part.tsx';
import { useRunRecipe } from '../network/use-network.ts';
import { SavePng } from '../picture/SavePng.tsx';

// Needed only once there is a film.
const SaveFilm = lazyPart(async () => (await import('./save/SaveFilm.tsx')).SaveFilm);

/** Saves the generated pictures as files. */
export function SaveButtons() {
  const { t } = useTranslation();
  const result = usePlayground((state) => state.generate.result);
  const busy = usePlayground((state) => state.generate.busy);
  const hasFilm = usePlayground(({ generate }) => generate.film.length > 1);
  const recipe = useRunRecipe();
  if (!result || busy) return null;
  const name = [recipe, t('generate.fileName'), 'seed', result.seed, 'step', result.step];
  return (
    <>
      <SavePng label={t('generate.savePng')} pictures={result.samples} name={name} />
      {hasFilm && (
        <Suspense fallback={null}>
          <SaveFilm name={name} />
        </Suspense>
      )}
    </>
  );
}
