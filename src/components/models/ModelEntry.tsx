import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { assetsAddress } from '../../share/assets-address.ts';
import type { ModelCard, ShippedModels } from '../../store/shipped-models.ts';
import { formatCount, formatFixed, formatMegabytes } from '../../words/format.ts';
import { useSetWords } from '../data-set/use-set-words.ts';
import { useSentences } from '../notices/sentence.ts';
import { ModelActions } from './ModelActions.tsx';
import { ModelDetails } from './ModelDetails.tsx';
import classes from './Models.module.css';
import { useShippedModels } from './use-shipped-models.ts';

interface ModelEntryProps {
  readonly models: ShippedModels;
  readonly card: ModelCard;
}

/** One model: what it draws, its stated quality, and its actions. */
export function ModelEntry({ models, card }: ModelEntryProps) {
  const { t } = useTranslation();
  const heading = useId();
  const sentences = useSentences();
  const { nameOf } = useSetWords();
  const failure = useShippedModels(models, ({ failure }) => (failure?.name === card.name ? failure.report : null));
  const isKept = useShippedModels(models, ({ kept }) => kept.has(card.name));
  const { name, dataSet, parameters, licence, files } = card;
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const sheet = files.find(({ path }) => path === 'sheet.png');
  const title = t(`modelNames.${name}`, { defaultValue: name });
  const facts = [
    nameOf(dataSet),
    t('models.parameters', { count: formatCount(parameters) }),
    t('models.size', { size: formatMegabytes(bytes) }),
    licence,
    isKept && t('models.kept'),
  ];
  return (
    <article className={classes.entry} aria-labelledby={heading}>
      {sheet && (
        <img
          className={classes.sheet}
          src={new URL(`models/${name}/${sheet.path}?sha256=${sheet.sha256}`, assetsAddress()).href}
          alt={t('models.sheet', { name: title })}
        />
      )}
      <div className={classes.text}>
        <h3 id={heading} className={classes.name}>
          {title}
        </h3>
        <p className={classes.facts}>{facts.filter(Boolean).join(' · ')}</p>
        <p className={classes.judged}>{howGood(card)}</p>
        <ModelActions models={models} card={card} />
        {failure && (
          <p className={classes.failure} role="alert">
            {sentences({ kind: 'error', report: failure })}
          </p>
        )}
        <ModelDetails card={card} />
      </div>
    </article>
  );

  function howGood({ judge, restoration }: ModelCard): string {
    if (judge?.classAccuracy != null) {
      const percent = formatFixed(100 * judge.classAccuracy, 1);
      return t('models.judged', { percent, samples: formatCount(judge.samples) });
    }
    if (!restoration) return t('models.unjudged');
    const { pictures, noise, damaged, restored } = restoration;
    return t('models.restores', {
      pictures,
      noise,
      damaged: formatFixed(damaged.psnr, 1),
      restored: formatFixed(restored.psnr, 1),
    });
  }
}
