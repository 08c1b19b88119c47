import { useTranslation } from 'react-i18next';
import type { Evaluation } from '../../store/index.ts';
import { Picture, PicturePlace } from '../picture/Picture.tsx';
import classes from './NewestSamples.module.css';

/** Places before the first evaluation. */
const expected = 8;

/** From the same noise every time. */
export function NewestSamples({ evaluation }: { readonly evaluation: Evaluation | undefined }) {
  const { t } = useTranslation();
  const count = evaluation?.samples.count ?? expected;
  return (
    <div className={classes.samples}>
      {Array.from({ length: count }, (_, index) =>
        evaluation ? (
          <Picture
            // biome-ignore lint/suspicious/noArrayIndexKey: the index is the picture
            key={index}
            pictures={evaluation.samples}
            index={index}
            label={t('evaluation.sample', { number: index + 1, step: evaluation.step })}
            testId="evaluation-sample"
          />
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the place
          <PicturePlace key={index} />
        ),
      )}
    </div>
  );
}
