import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { isReady, runSet, usePlayground } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { batchPictures, type Spread } from '../../store/repair-batch.ts';
import { formatFixed } from '../../words/format.ts';
import { useClassNames } from '../generate/ClassField.tsx';
import { CostLine } from '../generate/CostLine.tsx';
import { PaceLine } from '../generate/PaceLine.tsx';
import { StopButton } from '../generate/StopButton.tsx';
import table from './RepairTable.module.css';
import { rowInWords } from './repair-in-words.ts';
import { useEffortOf } from './use-effort.ts';
import { useRepaired } from './use-repair.ts';

/** The same damage and method on many test pictures, because a single result may be luck. */
export function BatchPart({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const { busy, stopping, pace, rows, count } = useStore(repair.batch.store);
  const ready = usePlayground(isReady);
  const there = usePlayground((state) => runSet(state)?.counts.test) ?? batchPictures;
  const classNames = useClassNames();
  const most = Math.min(batchPictures, there);
  const spread = ({ mean, deviation }: Spread, digits: number) =>
    t('repair.batch.spread', { mean: formatFixed(mean, digits), deviation: formatFixed(deviation, digits) });
  return (
    <section className={table.part} aria-label={t('repair.batch.title')}>
      <h3 className={table.caption}>{t('repair.batch.title')}</h3>
      <p className={table.measures}>{t('repair.batch.about', { count: most })}</p>
      <div className={table.presses}>
        <Button
          variant="default"
          disabled={!ready || most === 0}
          loading={busy}
          onClick={() => void repair.batch.run()}
        >
          {t('repair.batch.action', { count: most })}
        </Button>
        {busy && <StopButton label={t('repair.stop')} stopping={stopping} onPress={repair.batch.cancel} />}
        <Cost repair={repair} count={ready ? most : 0} busy={busy}>
          {pace ? (
            <PaceLine pace={pace} stopping={stopping} />
          ) : (
            busy && t(stopping ? 'pace.stopping' : 'repair.batch.fetching')
          )}
        </Cost>
      </div>
      {rows.length > 0 && (
        <div className={table.scroll}>
          <table className={table.table}>
            <thead>
              <tr>
                <th scope="col">{t('repair.table.what')}</th>
                <th scope="col">{t('repair.table.psnr')}</th>
                <th scope="col">{t('repair.table.ssim')}</th>
                <th scope="col">{t('repair.batch.wins')}</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.key}>
                  <th scope="row">
                    {t(`repair.names.${row.name}`)}
                    {row.settings && <span className={table.with}>{rowInWords(row, classNames, t)}</span>}
                  </th>
                  <td>{t('repair.decibels', { value: spread(row.psnr, 1) })}</td>
                  <td>{spread(row.ssim, 3)}</td>
                  <td>{row.wins === null ? t('numbers.none') : t('repair.batch.winsOf', { wins: row.wins, count })}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

/** Test pictures of the quick version. */
const quickCount = 8;

interface CostProps {
  readonly repair: Repair;
  readonly count: number;
  readonly busy: boolean;
  /** Progress, or false. */
  readonly children: ReactNode;
}

/** What a press costs with this many test pictures, which have the network's size. */
function Cost({ repair, count, busy, children }: CostProps) {
  const { t } = useTranslation();
  const settings = useRepaired(repair, (state) => state.settings);
  const side = usePlayground((state) => state.run.status?.network.shape.side ?? 0);
  const each = useEffortOf()({ width: side, height: side }, settings);
  const workOf = (pictures: number) => each && { steps: each.passes, pixels: pictures * each.pixels, ofRun: true };
  return (
    <CostLine
      work={count > 0 ? workOf(count) : null}
      quick={{
        what: t('cost.pictures', { count: quickCount }),
        work: workOf(Math.min(quickCount, count)),
        onPress: () => void repair.batch.run(quickCount),
      }}
      busy={busy}
      className={table.verdict}
      reserved
    >
      {children || null}
    </CostLine>
  );
}
