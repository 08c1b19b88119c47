import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../frame/lazy-part.tsx';
import { Room } from '../frame/Room.tsx';
import { ModelsButton } from '../models/ModelsButton.tsx';
import { useNetworkKind } from '../network/use-network-kind.ts';
import { LookField } from '../parameters/fields.tsx';
import { GenerateButtons } from './GenerateButtons.tsx';
import classes from './GenerateRoom.module.css';
import { NearestPart } from './NearestPart.tsx';
import { OnePassResults } from './OnePassResults.tsx';
import { SamplingFields } from './SamplingFields.tsx';

// Nothing to show before the first picture is asked for, and much to load.
const Film = lazyPart(async () => (await import('./film/Film.tsx')).Film);

export function GenerateRoom() {
  const { t } = useTranslation();
  const kind = useNetworkKind();
  return (
    <Room title={t('generate.title')} about={t(`generate.about.${kind}`)}>
      <div className={classes.controls}>
        {kind === 'diffusion' && <SamplingFields />}
        <div className={classes.seed}>
          <LookField parameter="generateSeed" />
        </div>
        <div className={classes.count}>
          <LookField parameter="generateCount" />
        </div>
        <GenerateButtons />
        <ModelsButton />
      </div>
      {kind === 'diffusion' ? (
        <Suspense fallback={<div className={classes.filmPlace} />}>
          <Film />
        </Suspense>
      ) : (
        <OnePassResults />
      )}
      <NearestPart />
    </Room>
  );
}
