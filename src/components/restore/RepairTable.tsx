import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { baselineNames } from '../../ml/diffusion/restore/methods.ts';
import { usePlayground } from '../../store/index.ts';
import type { Repair, RepairRow } from '../../store/repair.ts';
import { formatFixed, joinSentences } from '../../words/format.ts';
import { Term } from '../frame/QuestionMark.tsx';
import { useClassNames } from '../generate/ClassField.tsx';
import { shownRow } from './RepairStage.tsx';
import classes from './RepairTable.module.css';
import { rowInWords } from './repair-in-words.ts';
import { SaveRepair } from './SaveRepair.tsx';
import { useRepaired } from './use-repair.ts';
import { type Best as BestRows, bestOf, manyRepairs, verdictOf } from './verdict.ts';

/**
 * All results for this damaged picture so far, including filters. A press on a name shows its
 * picture.
 */
export function RepairTable({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const rows = useRepaired(repair, (state) => state.rows);
  const shown = useRepaired(repair, shownRow);
  const kept = useRepaired(repair, (state) => state.kept);
  const verdict = useVerdict(rows);
  const classNames = useClassNames();
  const others = useRepaired(repair, ({ kind }) => manyRepairs(kind));
  const none = t('numbers.none');
  const best = bestOf(rows);
  const filters = filtersInWords(rows, t);
  return (
    <div className={classes.part}>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <caption className={classes.caption}>{t('repair.table.title')}</caption>
          <thead>
            <tr>
              <th scope="col">
                {filters ? <Term term={t('repair.table.what')} reason={filters} /> : t('repair.table.what')}
              </th>
              <th scope="col">{t('repair.table.psnr')}</th>
              <th scope="col">{t('repair.table.ssim')}</th>
              <th scope="col">
                <Term term={t('repair.table.passes')} reason={t('repair.table.passesWhy')} />
              </th>
              <th scope="col">{t('repair.table.time')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} data-shown={row.key === shown?.key || undefined}>
                <th scope="row">
                  <button
                    type="button"
                    className={classes.name}
                    aria-pressed={row.key === shown?.key}
                    onClick={() => repair.show(row.key)}
                  >
                    {t(`repair.names.${row.name}`)}
                    {row.settings && <span className={classes.with}>{rowInWords(row, classNames, t)}</span>}
                  </button>
                  <Best best={best} row={row} />
                </th>
                <td>{decibels(row.quality.psnr, t)}</td>
                <td>{formatFixed(row.quality.ssim, 3)}</td>
                <td>
                  {row.parts > 1
                    ? t('repair.table.passesOf', { passes: row.passes, parts: row.parts })
                    : row.passes || none}
                </td>
                <td>
                  {row.milliseconds === null
                    ? none
                    : t('repair.seconds', { seconds: formatFixed(row.milliseconds / 1000, 1) })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className={classes.measures}>
        {joinSentences(
          t(rows.length > 0 ? 'repair.table.measures' : 'repair.table.empty'),
          rows.length === 0 && kept > 0 && t('repair.table.kept'),
        )}
      </p>
      <div className={classes.end}>
        <p className={classes.verdict} aria-live="polite">
          {verdict && joinSentences(verdict, others && t(`repair.manyRepairs.${others}`))}
        </p>
        {shown && <SaveRepair {...{ repair, shown, verdict }} />}
      </div>
    </div>
  );
}

function Best({ best, row }: { readonly best: BestRows; readonly row: RepairRow }) {
  const { t } = useTranslation();
  const [psnr, ssim] = [best.psnr === row, best.ssim === row];
  if (!psnr && !ssim) return null;
  const word = psnr && ssim ? 'bestBoth' : psnr ? 'bestPsnr' : 'bestSsim';
  return <span className={classes.best}>{t(`repair.table.${word}`)}</span>;
}

/** In words; null before there is a row of the network's. */
function useVerdict(rows: readonly RepairRow[]): string | null {
  const { t } = useTranslation();
  const imported = usePlayground((state) => state.run.status?.origin === 'checkpoint');
  const verdict = verdictOf(rows, imported);
  if (!verdict) return null;
  const { word, baseline, gain, step } = verdict;
  const values = { baseline: t(`repair.names.${baseline}`), gain: formatFixed(gain, 1) };
  const before = t(imported ? 'repair.fromImported' : 'repair.fromUntrained');
  return joinSentences(t(`repair.${word}`, values), step > 0 ? t('repair.from', { step }) : before);
}

/** Explains the filters among the rows; empty if there is none. */
function filtersInWords(rows: readonly RepairRow[], t: TFunction): string {
  const filters = baselineNames.filter((filter) => rows.some(({ name }) => name === filter));
  if (filters.length === 0) return '';
  return joinSentences(t('repair.filterWhy.all'), ...filters.map((name) => t(`repair.filterWhy.${name}`)));
}

function decibels(psnr: number, t: TFunction): string {
  return t('repair.decibels', { value: Number.isFinite(psnr) ? formatFixed(psnr, 1) : t('repair.exact') });
}
