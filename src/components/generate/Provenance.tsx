import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import classes from './GeneratePanel.module.css';

/** Which network made the shown pictures, and whether it has learned since. */
export function Provenance() {
  const { t } = useTranslation();
  const result = usePlayground((state) => state.generate.result);
  const stale = usePlayground((state) => result !== null && (state.run.status?.step ?? 0) > result.step);
  const imported = usePlayground((state) => state.run.status?.origin === 'checkpoint');
  const begun = usePlayground((state) => state.generate.film.length > 0);
  if (!result) return <p className={classes.note}>{t(begun ? 'generate.unfinished' : 'generate.empty')}</p>;
  const before = t(imported ? 'generate.fromImported' : 'generate.fromUntrained');
  return (
    <p className={classes.note}>
      {result.step > 0 ? t('generate.from', { step: result.step }) : before}
      {stale && ` · ${t('generate.stale')}`}
    </p>
  );
}
