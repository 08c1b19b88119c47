import { Suspense } from 'react';
import { usePlayground } from '../../store/index.ts';
import { Boundary } from '../frame/Boundary.tsx';
import { lazyPart } from '../frame/lazy-part.tsx';

const ModelOfferDialog = lazyPart(async () => (await import('./ModelOfferDialog.tsx')).ModelOfferDialog);

/**
 * Asks the visitor about a model that a link names, before anything is fetched. Of one that opens
 * without a question, `OpeningModel` shows the progress.
 */
export function ModelOffer() {
  const offer = usePlayground((state) => state.modelOffer.offer);
  const decline = usePlayground((state) => state.modelOffer.decline);
  if (!offer || offer.byItself) return null;
  return (
    <Boundary onBroken={decline}>
      <Suspense>
        <ModelOfferDialog offer={offer} />
      </Suspense>
    </Boundary>
  );
}
