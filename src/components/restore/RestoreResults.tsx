import type { TFunction } from 'i18next';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Pictures, Quality, RestoreResult } from '../../store/index.ts';
import { usePlayground } from '../../store/index.ts';
import { useRunRecipe } from '../network/use-run-recipe.ts';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import { SavePng } from '../picture/SavePng.tsx';
import classes from './RestoreResults.module.css';

/** Side by side: what was, what noise left of it, what the network made of that, and what a filter does that learned nothing. */
export function RestoreResults() {
  const { t } = useTranslation();
  const { original, result, baseline: next } = usePlayground((state) => state.restore);
  const baseline = result?.comparedWith ?? next;
  const recipe = useRunRecipe();
  const best = result && bestOf(result.quality);
  const place = useRef<HTMLDivElement>(null);
  // On a phone the button that was pressed is above them.
  useEffect(() => {
    if (result) place.current?.scrollIntoView({ block: 'nearest' });
  }, [result]);
  return (
    <>
      <div ref={place} className={classes.results}>
        <Shown name="original" title={t('restore.original')} pictures={original} />
        <Shown
          name="damaged"
          title={t('restore.damaged')}
          pictures={result?.damaged}
          quality={result?.quality.damaged}
          best={best === 'damaged'}
        />
        <Shown
          name="restored"
          title={t('restore.restored')}
          pictures={result?.restored}
          quality={result?.quality.restored}
          best={best === 'restored'}
        />
        <Shown
          name="baseline"
          title={t(`restore.${baseline}`)}
          pictures={result?.baseline}
          quality={result?.quality.baseline}
          best={best === 'baseline'}
        />
      </div>
      <p className={classes.measures}>{t('restore.measures')}</p>
      <div className={classes.end}>
        <p className={classes.verdict} aria-live="polite">
          {result && <Verdict result={result} filter={t(`restore.${baseline}InSentence`)} />}
        </p>
        {result && (
          <SavePng
            label={t('restore.savePng')}
            pictures={result.restored}
            name={[recipe, t('restore.fileName'), 'step', result.step]}
          />
        )}
      </div>
    </>
  );
}

interface ShownProps {
  /** Also its test id. */
  readonly name: string;
  readonly title: string;
  readonly pictures: Pictures | null | undefined;
  readonly quality?: Quality | undefined;
  readonly best?: boolean;
}

function Shown({ name, title, pictures, quality, best = false }: ShownProps) {
  const { t } = useTranslation();
  return (
    <figure className={classes.figure}>
      {pictures ? <Picture pictures={pictures} label={title} testId={name} /> : <PicturePlace />}
      <figcaption className={classes.caption}>
        <span className={classes.title}>
          {title}
          {best && <span className={classes.best}>{t('restore.best')}</span>}
        </span>
        {name !== 'original' && (
          <dl className={classes.quality}>
            <dt>{t('restore.psnr')}</dt>
            <dd>{quality ? decibels(quality.psnr, t) : t('numbers.none')}</dd>
            <dt>{t('restore.ssim')}</dt>
            <dd>{quality ? quality.ssim.toFixed(3) : t('numbers.none')}</dd>
          </dl>
        )}
      </figcaption>
    </figure>
  );
}

/** Steps. Before, a network that loses to a filter has hardly begun. */
const stillLearning = 200;

function Verdict({ result, filter }: { readonly result: RestoreResult; readonly filter: string }) {
  const { t } = useTranslation();
  const gain = result.quality.restored.psnr - result.quality.baseline.psnr;
  const values = { baseline: filter, gain: Math.abs(gain).toFixed(1) };
  const imported = usePlayground((state) => state.run.status?.origin === 'checkpoint');
  const before = t(imported ? 'restore.fromImported' : 'restore.fromUntrained');
  const lost = result.step < stillLearning ? 'baselineWinsEarly' : 'baselineWins';
  const from = result.step > 0 ? t('restore.from', { step: result.step }) : before;
  const verdict = Math.abs(gain) < 0.05 || Number.isNaN(gain) ? 'even' : gain > 0 ? 'networkWins' : lost;
  return `${t(`restore.${verdict}`, values)} ${from}.`;
}

/** Closest to the original by PSNR. */
function bestOf(quality: RestoreResult['quality']): 'damaged' | 'restored' | 'baseline' {
  const { damaged, restored, baseline } = quality;
  if (damaged.psnr >= restored.psnr && damaged.psnr >= baseline.psnr) return 'damaged';
  return restored.psnr >= baseline.psnr ? 'restored' : 'baseline';
}

function decibels(psnr: number, t: TFunction): string {
  return t('restore.decibels', { value: Number.isFinite(psnr) ? psnr.toFixed(1) : t('restore.exact') });
}
