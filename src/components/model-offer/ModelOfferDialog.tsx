import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { sizeInWords } from '../../share/hub/size.ts';
import {
  type ErrorReport,
  type HubFacts,
  type ModelOffer,
  type ModelProgress,
  usePlayground,
} from '../../store/index.ts';
import { Dialog } from '../frame/Dialog.tsx';
import { useSentences } from '../notices/sentence.ts';
import classes from './ModelOfferDialog.module.css';
import { ReceivedBar, useReceived } from './received.tsx';

/**
 * Shows whom the visitor would trust and what will happen, then the progress. Closing it declines
 * the offer, or ends the loading.
 */
export function ModelOfferDialog({ offer }: { readonly offer: ModelOffer }) {
  const { t } = useTranslation();
  const { accept, decline, cancel } = usePlayground((state) => state.modelOffer);
  const { hub } = offer;
  const loading = offer.progress !== null;
  const busy = loading || (hub?.isLooking ?? false);
  const undescribed = hub !== null && hub.facts === null;
  const { readyMade } = offer;
  const name = readyMade && t(`modelNames.${readyMade}`, { defaultValue: readyMade });
  const title = name
    ? t(loading ? 'modelOffer.readyMade.opening' : 'modelOffer.readyMade.question', { name })
    : t('modelOffer.title');
  return (
    <Dialog title={title} onClose={busy ? cancel : decline}>
      {(close) => (
        <>
          {name ? (
            <p className={classes.more}>{t('modelOffer.readyMade.what')}</p>
          ) : (
            <div className={classes.text}>
              <p>{t(offer.namedBy === 'visitor' ? 'modelOffer.yours' : 'modelOffer.what', { host: offer.host })}</p>
              <p className={classes.url}>{hub ? <PageLink offer={offer} /> : offer.url}</p>
              {hub?.facts && <Facts facts={hub.facts} />}
              <p className={classes.more}>
                {undescribed && t('modelOffer.before')} {t('modelOffer.after', { host: offer.host })}
              </p>
            </div>
          )}
          <div className={classes.progress} aria-live="polite">
            {offer.progress && <Received progress={offer.progress} />}
            {offer.failure && <Failure report={offer.failure} />}
          </div>
          <div className={classes.actions}>
            {!(name && busy) && (
              <Button loading={busy} onClick={() => void accept()}>
                {t(undescribed ? 'modelOffer.look' : offer.failure && name ? 'modelOffer.again' : 'modelOffer.accept')}
              </Button>
            )}
            <Button variant="default" onClick={close}>
              {t(busy ? 'modelOffer.cancel' : 'modelOffer.decline')}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  );
}

/** A link to the repository's page, whose card says more than fits here. */
function PageLink({ offer: { url, address } }: { readonly offer: ModelOffer }) {
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {address}
    </a>
  );
}

/** The hub's description of the model. */
function Facts({ facts: { commit, licence, files, totalBytes } }: { readonly facts: HubFacts }) {
  const { t } = useTranslation();
  return (
    <table className={classes.facts}>
      <tbody>
        <tr>
          <th scope="row">{t('modelOffer.licence')}</th>
          <td>{licence ?? t('modelOffer.noLicence')}</td>
        </tr>
        <tr>
          <th scope="row">{t('modelOffer.commit')}</th>
          <td title={commit}>{commit.slice(0, 10)}</td>
        </tr>
        {files.map(({ path, bytes }) => (
          <tr key={path}>
            <th scope="row">{path}</th>
            <td>{sizeInWords(bytes)}</td>
          </tr>
        ))}
        <tr>
          <th scope="row">{t('modelOffer.together')}</th>
          <td>{sizeInWords(totalBytes)}</td>
        </tr>
      </tbody>
    </table>
  );
}

/** Shown here, not among the notices, because the dialog covers those. */
function Failure({ report }: { readonly report: ErrorReport }) {
  const sentences = useSentences();
  return (
    <p className={classes.failure} role="alert">
      {sentences({ kind: 'error', report })}
    </p>
  );
}

function Received({ progress }: { readonly progress: ModelProgress }) {
  const { t } = useTranslation();
  const received = useReceived(progress);
  return (
    <>
      <ReceivedBar progress={progress} />
      <p className={classes.received}>{progress.opening ? t('modelOffer.opening') : received}</p>
    </>
  );
}
