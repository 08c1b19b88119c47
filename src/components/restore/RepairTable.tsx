import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { usePlayground } from '../../store/index.ts';
import type { Repair, RepairRow, RepairSettings } from '../../store/repair.ts';
import { formatFixed } from '../../words/format.ts';
import { useRunRecipe } from '../network/use-run-recipe.ts';
import { SavePng } from '../picture/SavePng.tsx';
import { shownRow } from './RepairStage.tsx';
import classes from './RepairTable.module.css';
import { useRepaired } from './use-repair.ts';

/** All that was made of this damaged picture so far, filters among it. A press on a name shows its picture. */
export function RepairTable({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const rows = useRepaired(repair, (state) => state.rows);
  const shown = useRepaired(repair, shownRow);
  const recipe = useRunRecipe();
  const none = t('numbers.none');
  const best = bestOf(rows);
  return (
    <div className={classes.part}>
      <div className={classes.scroll}>
        <table className={classes.table}>
          <caption className={classes.caption}>{t('repair.table.title')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('repair.table.what')}</th>
              <th scope="col">{t('repair.table.psnr')}</th>
              <th scope="col">{t('repair.table.ssim')}</th>
              <th scope="col">{t('repair.table.passes')}</th>
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
                    {row.settings && <span className={classes.with}>{settingsInWords(row.settings, t)}</span>}
                  </button>
                  <Best best={best} row={row} />
                </th>
                <td>{decibels(row.quality.psnr, t)}</td>
                <td>{formatFixed(row.quality.ssim, 3)}</td>
                <td>{row.passes || none}</td>
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
      <p className={classes.measures}>{t(rows.length > 0 ? 'repair.table.measures' : 'repair.table.empty')}</p>
      <div className={classes.end}>
        <p className={classes.verdict} aria-live="polite">
          <Verdict rows={rows} />
        </p>
        {shown && (
          <SavePng
            label={t('repair.savePng')}
            pictures={shown.pictures}
            name={[recipe, t('repair.fileName'), shown.name, 'step', shown.step ?? 0]}
          />
        )}
      </div>
    </div>
  );
}

interface Best {
  readonly psnr: RepairRow | undefined;
  readonly ssim: RepairRow | undefined;
}

function bestOf(rows: readonly RepairRow[]): Best {
  const most = (measure: 'psnr' | 'ssim') => rows.toSorted((a, b) => b.quality[measure] - a.quality[measure])[0];
  return { psnr: most('psnr'), ssim: most('ssim') };
}

function Best({ best, row }: { readonly best: Best; readonly row: RepairRow }) {
  const { t } = useTranslation();
  const [psnr, ssim] = [best.psnr === row, best.ssim === row];
  if (!psnr && !ssim) return null;
  const word = psnr && ssim ? 'bestBoth' : psnr ? 'bestPsnr' : 'bestSsim';
  return <span className={classes.best}>{t(`repair.table.${word}`)}</span>;
}

/** Null of a method that has no settings. */
export function settingsInWords(settings: RepairSettings, t: TFunction): string | null {
  const { method, steps, strength, resamples } = settings;
  return method === 'one-pass' ? null : t(`repair.with.${method}`, { steps, strength, resamples });
}

/** Steps. Before, a network that loses to a filter has hardly begun. */
const stillLearning = 200;

/** Of the newest of the network's rows against the best of those that learned nothing, by PSNR. */
function Verdict({ rows }: { readonly rows: readonly RepairRow[] }) {
  const { t } = useTranslation();
  const imported = usePlayground((state) => state.run.status?.origin === 'checkpoint');
  const network = rows.findLast(({ settings }) => settings !== null);
  const filter = bestOf(rows.filter(({ settings }) => settings === null)).psnr;
  if (!network || !filter) return null;
  const step = network.step ?? 0;
  const gain = network.quality.psnr - filter.quality.psnr;
  const values = { baseline: t(`repair.names.${filter.name}`), gain: formatFixed(Math.abs(gain), 1) };
  const before = t(imported ? 'repair.fromImported' : 'repair.fromUntrained');
  const lost = step < stillLearning && !imported ? 'baselineWinsEarly' : 'baselineWins';
  const verdict = Math.abs(gain) < 0.05 || Number.isNaN(gain) ? 'even' : gain > 0 ? 'networkWins' : lost;
  return `${t(`repair.${verdict}`, values)} ${step > 0 ? t('repair.from', { step }) : before}.`;
}

function decibels(psnr: number, t: TFunction): string {
  return t('repair.decibels', { value: Number.isFinite(psnr) ? formatFixed(psnr, 1) : t('repair.exact') });
}
