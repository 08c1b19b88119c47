import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../store/index.ts';
import { Picture } from '../picture/Picture.tsx';
import classes from './EarlierSamples.module.css';

/** How many of the same pictures stand for each earlier evaluation. */
const shown = [0, 1];

/** The first pictures as they were before, oldest first: how the same noise became something. */
export function EarlierSamples({ evaluations }: { readonly evaluations: readonly Evaluation[] }) {
  const { t } = useTranslation();
  return (
    <ol className={classes.earlier}>
      {evaluations.map(({ step, samples }) => (
        <li key={step} className={classes.at}>
          {shown.map((index) =>
            index < samples.count ? (
              <Picture
                key={index}
                pictures={samples}
                index={index}
                label={t('evaluation.sample', { number: index + 1, step })}
              />
            ) : null,
          )}
          <span>{step}</span>
        </li>
      ))}
    </ol>
  );
}
