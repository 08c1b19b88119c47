import { useTranslation } from 'react-i18next';
import { PanelFrame } from '../../src/components/frame/PanelFrame.tsx';
import classes from './CasePart.module.css';
import { amountOf, headlineOf, refusalText, shareOfLimit } from './case-words.ts';
import { formatRatio, splitTime } from './numbers.ts';
import type { CaseResult, Row } from './result.ts';

/** One case: its main result, and a table with the times as bars. */
export function CasePart({ found }: { readonly found: CaseResult }) {
  const { t } = useTranslation('bench');
  const { name, rows, refused } = found;
  const longest = Math.max(...rows.map(({ time }) => time.high), 0);
  const headline = headlineOf(t, found);
  const limited = found.gemmRate !== null;
  return (
    <PanelFrame title={t(`case.${name}.title`)} about={t(`case.${name}.about`)} aside={amountOf(t, found)}>
      {headline && <p className={classes.headline}>{headline}</p>}
      <table className={classes.table} data-limited={limited}>
        <thead>
          <tr>
            <th scope="col">{t('result.who')}</th>
            <th scope="col">{t('result.time')}</th>
            <th scope="col">{t('result.compared')}</th>
            {limited && <th scope="col">{t('result.ofLimit')}</th>}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={row.peer} data-own={row.peer === 'ours'}>
              <th scope="row">
                <span className={row.peer === 'ours' ? classes.strong : undefined}>{t(`peer.${row.peer}`)}</span>
                <Bar row={row} longest={longest} />
              </th>
              <td>
                <Time ms={row.time.median} />
                <span className={classes.range}>{rangeOf(row)}</span>
              </td>
              <td className={classes.strong}>
                {row.ratio ? t('result.times', { value: formatRatio(row.ratio.median) }) : '–'}
              </td>
              {limited && <td>{percent(shareOfLimit(found, row))}</td>}
            </tr>
          ))}
          {refused.map(({ peer, reason }) => (
            <tr key={peer}>
              <th scope="row">{t(`peer.${peer}`)}</th>
              <td colSpan={limited ? 3 : 2} className={classes.refused}>
                {refusalText(t, reason)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </PanelFrame>
  );

  function rangeOf({ time: { low, high }, rounds }: Row): string {
    if (rounds === 1) return t('result.oneRound');
    // Both times in the unit of the larger.
    const { unit } = splitTime(high);
    const shown = (ms: number) => splitTime(unit === 'ms' ? ms : Math.max(ms, 10_000)).value;
    return t('result.range', { low: shown(low), high: shown(high) });
  }

  function percent(share: number | null): string {
    return share === null ? '–' : t('result.percent', { value: Math.round(share) });
  }
}

function Time({ ms }: { readonly ms: number }) {
  const { t } = useTranslation('bench');
  const { unit, value } = splitTime(ms);
  return <span className={classes.strong}>{t(`result.${unit}`, { value })}</span>;
}

/** The median, and the range from the fastest round to the slowest. */
function Bar({ row: { time }, longest }: { readonly row: Row; readonly longest: number }) {
  const at = (ms: number) => `${(100 * ms) / longest}%`;
  return (
    <span className={classes.track} aria-hidden>
      <span className={classes.bar} style={{ width: at(time.median) }} />
      {time.high > time.low && (
        <span className={classes.whisker} style={{ left: at(time.low), width: at(time.high - time.low) }} />
      )}
    </span>
  );
}
