/** A result as Markdown, which is also readable as plain text. */
import type { TFunction } from 'i18next';
import { amountOf, refusalText, shareOfLimit } from './case-words.ts';
import { formatRatio, splitTime, threeDigits } from './numbers.ts';
import type { CaseResult, Result, Row } from './result.ts';

type Words = TFunction<'bench'>;

export function resultText(t: Words, result: Result, link: string): string {
  const { adapter, browser, limits, cases } = result;
  const lines = [`**${t('title')}** ${adapter}${t('result.clause')}${browser}`, ''];
  if (limits) {
    const gflops = (value: number) => t('adapter.gflops', { value: threeDigits(value) });
    const rates = [
      `${t('adapter.gemm')} ${gflops(limits.gemm)}`,
      `${t('adapter.fma')} ${gflops(limits.fma)}`,
      `${t('adapter.copy')} ${t('adapter.gigabytes', { value: threeDigits(limits.copy) })}`,
    ];
    lines.push(rates.join(t('result.clause')), '');
  }
  for (const found of cases) lines.push(...caseLines(t, found), '');
  lines.push(link);
  return lines.join('\n');
}

function caseLines(t: Words, found: CaseResult): string[] {
  const cells = (row: Row): string[] => {
    const share = shareOfLimit(found, row);
    const { unit, value } = splitTime(row.time.median);
    return [
      t(`peer.${row.peer}`),
      t(`result.${unit}`, { value }),
      row.ratio ? t('result.times', { value: formatRatio(row.ratio.median) }) : '',
      share === null ? '' : t('result.percent', { value: Math.round(share) }),
    ];
  };
  const line = (texts: readonly string[]): string =>
    `| ${texts.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  return [
    t(`case.${found.name}.title`) + t('result.clause') + amountOf(t, found),
    '',
    line([t('result.who'), t('result.time'), t('result.compared'), t('result.ofLimit')]),
    '|---|---:|---:|---:|',
    ...found.rows.map((row) => line(cells(row))),
    ...found.refused.map(({ peer, reason }) => line([t(`peer.${peer}`), refusalText(t, reason), '', ''])),
  ];
}
