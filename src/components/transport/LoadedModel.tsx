import { useTranslation } from 'react-i18next';
import { readyMadeIn } from '../../share/model-address.ts';
import { shorten } from '../../share/shorten.ts';
import { opensModel, usePlayground } from '../../store/index.ts';
import classes from './Header.module.css';

const mostLetters = 40;

/** Names the model that was opened; recipe and data set only say how a network is trained. */
export function LoadedModel() {
  const { t } = useTranslation();
  const source = usePlayground((state) => state.modelOffer.source);
  const runId = usePlayground((state) => state.run.status?.runId);
  const isUntouched = usePlayground((state) => state.run.status?.step === source?.step);
  const opening = usePlayground(opensModel);
  // The line is there before its words, so that the page does not move when the model is open.
  if (opening) return <p className={classes.model}>{'\u00a0'}</p>;
  if (!source || source.runId !== runId) return null;
  const readyMade = readyMadeIn(source.address);
  const name = readyMade
    ? t(`modelNames.${readyMade}`, { defaultValue: readyMade })
    : shorten(source.address, mostLetters);
  return <p className={classes.model}>{t(isUntouched ? 'loadedModel.untouched' : 'loadedModel.trained', { name })}</p>;
}
