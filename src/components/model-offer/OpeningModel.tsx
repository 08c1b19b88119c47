import '../../words/notices.ts';
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type ModelProgress, usePlayground } from '../../store/index.ts';
import classes from './OpeningModel.module.css';
import { ReceivedBar, useReceived } from './received.tsx';

/** How much of a model that opens by itself is here, with the button that ends it. */
export function OpeningModel() {
  const offer = usePlayground((state) => state.modelOffer.offer);
  if (!offer?.byItself || !offer.progress || offer.readyMade === null) return null;
  return <Opening name={offer.readyMade} progress={offer.progress} />;
}

interface OpeningProps {
  readonly name: string;
  readonly progress: ModelProgress;
}

function Opening({ name, progress }: OpeningProps) {
  const { t } = useTranslation();
  const cancel = usePlayground((state) => state.modelOffer.cancel);
  const received = useReceived(progress);
  return (
    <div className={classes.opening}>
      <p className={classes.text}>
        <span role="status">
          {t('modelOffer.readyMade.opening', { name: t(`modelNames.${name}`, { defaultValue: name }) })}
        </span>
        <span className={classes.received}>{progress.opening ? t('modelOffer.readyMade.preparing') : received}</span>
      </p>
      <Button size="compact-sm" variant="default" onClick={cancel}>
        {t('modelOffer.cancel')}
      </Button>
      <ReceivedBar progress={progress} className={classes.bar} />
    </div>
  );
}
