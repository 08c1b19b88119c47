import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import { useHidesParameters } from '../parameters/use-hides-parameters.ts';
import classes from './GeneratePanel.module.css';

/**
 * Which network made the shown pictures, with how much work, and whether it has learned since. A
 * quick version takes fewer pictures and steps than the fields beside it have.
 */
export function Provenance() {
  const { t } = useTranslation();
  const result = usePlayground((state) => state.generate.result);
  const stale = usePlayground((state) => result !== null && (state.run.status?.step ?? 0) > result.step);
  const imported = usePlayground((state) => state.run.status?.origin === 'checkpoint');
  const asked = usePlayground((state) => state.generate.asked);
  const fewer = usePlayground(
    ({ look }) => asked !== null && (asked.count < look.generateCount || asked.sampling.steps < look.sampleSteps),
  );
  const hidesParameters = useHidesParameters();
  const begun = usePlayground((state) => state.generate.film.length > 0);
  if (!result) return <p className={classes.note}>{t(begun ? 'generate.unfinished' : 'generate.empty')}</p>;
  const before = t(imported ? 'generate.fromImported' : 'generate.fromUntrained');
  const isFilm = asked !== null && result.sampling !== null;
  const parts = [
    result.step > 0 ? t('generate.from', { step: result.step }) : before,
    isFilm && t('cost.picturesIn', { count: asked.count, steps: asked.sampling.steps }),
    isFilm && fewer && !hidesParameters && t('generate.fewer'),
    stale && t('generate.stale'),
  ];
  return <p className={classes.note}>{parts.filter(Boolean).join(' · ')}</p>;
}
