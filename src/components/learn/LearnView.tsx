import { Suspense } from 'react';
import { usePlayground } from '../../store/index.ts';
import { AboutRoom } from '../about/AboutRoom.tsx';
import { Coach } from '../coach/Coach.tsx';
import { DataRoom } from '../data/DataRoom.tsx';
import { EvaluationRoom } from '../evaluation/EvaluationRoom.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';
import { LossRoom } from '../loss/LossRoom.tsx';
import { useNetworkKind } from '../network/use-network-kind.ts';
import { ParametersRoom } from '../parameters/ParametersRoom.tsx';
import { PreviewRoom } from '../preview/PreviewRoom.tsx';
import classes from './LearnView.module.css';

// Below what is in sight when the view opens.
const LayersRoom = lazyPart(async () => (await import('../layers/LayersRoom.tsx')).LayersRoom);

/**
 * What Train changes comes first: samples from the same noise as training goes on (of a network that is sampled from), and the loss; then what the network
 * does with noise. Beside and below it, what it learns from and how.
 */
export function LearnView() {
  const kind = useNetworkKind();
  const hidesParameters = usePlayground((state) => state.frame.hidden.includes('parameters'));
  return (
    <div className={classes.learn} data-kind={kind}>
      <div className={classes.coach}>
        <Coach />
      </div>
      <div className={classes.samples}>
        <EvaluationRoom />
      </div>
      <div className={classes.loss}>
        <LossRoom />
      </div>
      <div className={classes.preview}>
        <PreviewRoom />
      </div>
      <div className={classes.data}>
        <DataRoom />
      </div>
      {!hidesParameters && (
        <div className={classes.parameters}>
          <ParametersRoom />
        </div>
      )}
      <div className={classes.layers}>
        <Suspense fallback={null}>
          <LayersRoom />
        </Suspense>
      </div>
      <div className={classes.about}>
        <AboutRoom />
      </div>
    </div>
  );
}
