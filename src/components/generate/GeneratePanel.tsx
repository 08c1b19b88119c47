import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { lazyPart } from '../frame/lazy-part.tsx';
import { Panel } from '../frame/Panel.tsx';
import { ModelsButton } from '../models/Models.tsx';
import { useNetworkKind, useUntrained } from '../network/use-network.ts';
import classes from '../paint/Board.module.css';
import { LookField } from '../parameters/fields.tsx';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import { ClassField } from './ClassField.tsx';
import { GenerateButtons } from './GenerateButtons.tsx';
import own from './GeneratePanel.module.css';
import { NearestPart } from './NearestPart.tsx';
import { OnePassResults } from './OnePassResults.tsx';
import { SamplingFields } from './SamplingFields.tsx';
import { SaveButtons } from './SaveButtons.tsx';

// Loaded late: there is nothing to show before the first picture is requested, and the part is
// large.
const Film = lazyPart(async () => (await import('./film/Film.tsx')).Film);

/** The results are beside the button, or below it on a phone. The settings come last. */
export function GeneratePanel() {
  const { t } = useTranslation();
  const kind = useNetworkKind();
  // Without training, the view itself offers a model.
  const untrained = useUntrained();
  const hidesParameters = useHidesParameters();
  return (
    <Panel title={t('generate.title')}>
      <div className={classes.panel}>
        <div className={classes.ask}>
          {!hidesParameters && (
            <div className={own.seed}>
              <LookField parameter="generateSeed" />
            </div>
          )}
          {hidesParameters && <ClassField />}
          <GenerateButtons />
        </div>
        <div className={classes.made}>
          {kind === 'diffusion' ? (
            <Suspense fallback={<div className={own.filmPlace} />}>
              <Film />
            </Suspense>
          ) : (
            <OnePassResults />
          )}
        </div>
        <div className={classes.settings}>
          {!hidesParameters && (
            <div className={classes.fields}>
              <LookField parameter="generateCount" />
              {kind === 'diffusion' && <SamplingFields />}
            </div>
          )}
          <div className={classes.more}>
            {!hidesParameters && !(untrained && kind === 'diffusion') && <ModelsButton />}
            {!hidesParameters && <NearestPart />}
            {/* They come with the result, and so move nothing but the text below them. */}
            <SaveButtons />
          </div>
          <p className={classes.about}>{t(`generate.about.${kind}`)}</p>
        </div>
      </div>
    </Panel>
  );
}
