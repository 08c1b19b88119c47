import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { CurvesPart } from './CurvesPart.tsx';
import classes from './Results.module.css';
import { SamplesPart } from './SamplesPart.tsx';

const resultNames = ['curves', 'samples'] as const;

/** Results of the selected runs. On a phone, one part at a time, above the list. */
export function Results() {
  const { t } = useTranslation();
  const [shown, setShown] = useState<(typeof resultNames)[number]>('curves');
  return (
    <div className={classes.results} data-shown={shown}>
      <fieldset className={classes.choice} aria-label={t('runs.shown.label')}>
        {resultNames.map((name) => (
          <button
            key={name}
            type="button"
            className={classes.choose}
            aria-pressed={shown === name}
            onClick={() => setShown(name)}
          >
            {t(`runs.shown.${name}`)}
          </button>
        ))}
      </fieldset>
      <div className={classes.curves}>
        <CurvesPart />
      </div>
      <div className={classes.samples}>
        <SamplesPart />
      </div>
    </div>
  );
}
