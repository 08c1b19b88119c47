import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand/react';
import { isReady, runSet, usePlayground } from '../../store/index.ts';
import type { Repair } from '../../store/repair.ts';
import { batchPictures, type Spread } from '../../store/repair-batch.ts';
import { formatFixed } from '../../words/format.ts';
import { useClassNames } from '../generate/ClassField.tsx';
import { StopButton } from '../generate/StopButton.tsx';
import table from './RepairTable.module.css';
import { rowInWords } from './repair-in-words.ts';

/** The same damage and method on many test pictures, because a single result may be luck. */
export function BatchPart({ repair }: { readonly repair: Repair }) {
  const { t } = useTranslation();
  const { busy, stopping, progress, rows, count } = useStore(repair.batch.store);
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
        <Button variant="default" disabled={!ready || most === 0} loading={busy} onClick={repair.batch.run}>
          {t('repair.batch.action', { count: most })}
        </Button>
        {busy && <StopButton label={t('repair.stop')} stopping={stopping} onPress={repair.batch.cancel} />}
        <p className={table.verdict} aria-live="off">
          {stopping
            ? t('pace.stopping')
            : busy && (progress ? t('repair.batch.progress', progress) : t('repair.batch.fetching'))}
        </p>
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
