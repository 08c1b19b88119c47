import { useTranslation } from 'react-i18next';
import { readyMadeIn } from '../../share/model-address.ts';
import { shorten } from '../../share/shorten.ts';
import { usePlayground } from '../../store/index.ts';
import classes from './Header.module.css';

const mostLetters = 40;

/** Names the model that was opened; recipe and data set only say how a network is trained. */
export function LoadedModel() {
  const { t } = useTranslation();
  const source = usePlayground((state) => state.modelOffer.source);
  const runId = usePlayground((state) => state.run.status?.runId);
  const isUntouched = usePlayground((state) => state.run.status?.step === source?.step);
  if (!source || source.runId !== runId) return null;
  const readyMade = readyMadeIn(source.address);
  const name = readyMade
    ? t(`modelNames.${readyMade}`, { defaultValue: readyMade })
    : shorten(source.address, mostLetters);
  return <p className={classes.model}>{t(isUntouched ? 'loadedModel.untouched' : 'loadedModel.trained', { name })}</p>;
}
