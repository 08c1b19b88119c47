import { Suspense } from 'react';
import { AboutPanel } from '../about/AboutPanel.tsx';
import { Coach } from '../coach/Coach.tsx';
import { DataPanel } from '../data/DataPanel.tsx';
import { EvaluationPanel } from '../evaluation/EvaluationPanel.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { LossPanel } from '../loss/LossPanel.tsx';
import { useNetworkKind } from '../network/use-network.ts';
import { ParametersPanel } from '../parameters/ParametersPanel.tsx';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import { PreviewPanel } from '../preview/PreviewPanel.tsx';
import classes from './LearnView.module.css';

// Below the part that is visible when the view opens.
const LayersPanel = lazyPart(async () => (await import('../layers/LayersPanel.tsx')).LayersPanel);

/**
 * What training changes comes first: samples from the same noise (for a network that is sampled
 * from) and the loss; then how the network treats noise. Beside and below it are the data and the
 * settings.
 */
export function LearnView() {
  const kind = useNetworkKind();
  const hidesParameters = useHidesParameters();
  return (
    <div className={classes.learn} data-kind={kind}>
      <div className={classes.samples}>
        <EvaluationPanel />
      </div>
      <div className={classes.loss}>
        <LossPanel />
      </div>
      {/* Above the panels if there is room beside the loss. */}
      <div className={classes.coach}>
        <Coach />
      </div>
      <div className={classes.preview}>
        <PreviewPanel />
      </div>
      <div className={classes.data}>
        <DataPanel />
      </div>
      {!hidesParameters && (
        <div className={classes.parameters}>
          <ParametersPanel />
        </div>
      )}
      <div className={classes.layers}>
        <Suspense fallback={null}>
          <LayersPanel />
        </Suspense>
      </div>
      <div className={classes.about}>
        <AboutPanel />
      </div>
    </div>
  );
}
