import { useTranslation } from 'react-i18next';
import { type GenerateResult, usePlayground } from '../../store/index.ts';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import classes from './OnePassResults.module.css';
import { Provenance } from './Provenance.tsx';

/** Noise beside the network's one-pass answer to it. */
export function OnePassResults() {
  const { t } = useTranslation();
  const result = usePlayground((state) => state.generate.result);
  const places = usePlayground((state) => state.look.generateCount);
  const count = result?.samples.count ?? places;
  return (
    <>
      <div className={classes.results}>
        <div className={classes.pairs} aria-hidden>
          <div className={`${classes.pair} ${classes.legend}`}>
            <span>{t('generate.noise')}</span>
            <span className={classes.arrow} />
            <span>{t('generate.sample')}</span>
          </div>
        </div>
        <ol className={classes.pairs}>
          {Array.from({ length: count }, (_, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
            <li key={index} className={classes.pair}>
              <Pair result={result} index={index} />
            </li>
          ))}
        </ol>
      </div>
      <Provenance />
    </>
  );
}

function Pair({ result, index }: { readonly result: GenerateResult | null; readonly index: number }) {
  const { t } = useTranslation();
  const number = index + 1;
  const arrow = <span className={classes.arrow} aria-hidden />;
  if (!result) {
    return (
      <>
        <PicturePlace />
        {arrow}
        <PicturePlace />
      </>
    );
  }
  return (
    <>
      <Picture pictures={result.noise} index={index} label={t('generate.noiseNumber', { number })} testId="noise" />
      {arrow}
      <Picture pictures={result.samples} index={index} label={t('generate.sampleNumber', { number })} testId="sample" />
    </>
  );
}
