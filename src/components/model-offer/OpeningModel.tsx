import '../../words/notices.ts';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ModelProgress, usePlayground } from '../../store/index.ts';
import classes from './OpeningModel.module.css';
import { ReceivedBar, useReceived } from './received.tsx';

/**
 * How much of a model that opens by itself is here, with the button that ends it. `otherwise`: what
 * is said of the model while none opens. Its button is the same element, so that a press on Cancel
 * leaves the focus in its place.
 */
export function OpeningModel({ otherwise = null }: { readonly otherwise?: ModelLineProps | null }) {
  const { t } = useTranslation();
  const offer = usePlayground((state) => state.modelOffer.offer);
  const cancel = usePlayground((state) => state.modelOffer.cancel);
  const opening = offer?.byItself && offer.progress && offer.readyMade !== null;
  const line = opening
    ? {
        text: t('modelOffer.readyMade.opening', {
          name: t(`modelNames.${offer.readyMade}`, { defaultValue: offer.readyMade }),
        }),
        action: t('modelOffer.cancel'),
        onAction: cancel,
        progress: offer.progress,
      }
    : otherwise;
  return line && <ModelLine {...line} />;
}

export interface ModelLineProps {
  readonly text: string;
  /** The words of the button. */
  readonly action: string;
  readonly onAction: () => void;
  readonly progress?: ModelProgress;
}

function ModelLine({ text, action, onAction, progress }: ModelLineProps) {
  return (
    <div className={classes.opening}>
      <p className={classes.text}>
        <span role="status">{text}</span>
        {progress && <Received progress={progress} />}
      </p>
      <Button className={classes.action} size="compact-sm" variant="default" onClick={onAction}>
        {action}
      </Button>
      {progress && <ReceivedBar progress={progress} className={classes.bar} />}
    </div>
  );
}

function Received({ progress }: { readonly progress: ModelProgress }) {
  const { t } = useTranslation();
  const received = useReceived(progress);
  return <span className={classes.received}>{progress.opening ? t('modelOffer.readyMade.preparing') : received}</span>;
}
