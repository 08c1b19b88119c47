import { expect, test } from 'vitest';
import { exampleReport } from './example.testing.ts';
import { digits, time, timeRange, times } from './figures.ts';
import { left, markdown, plainText, right, type Table } from './table.ts';
import { caseTable, reportTables } from './tables.ts';

test('formats numbers with three digits and a suitable unit', () => {
  expect([5421.7, 12.94, 0.3449, 0].map(digits)).toEqual(['5,420', '12.9', '0.345', '0']);
  expect([0.017, 5.4, 640.4, 12_345, 300_000].map(time)).toEqual(['17 us', '5.4 ms', '640 ms', '12.3 s', '5 min']);
  expect(timeRange(590, 640)).toBe('590 to 640 ms');
  expect(timeRange(9_000, 12_000)).toBe('9 to 12 s');
  expect([6.14, 14.96].map(times)).toEqual(['6.1x', '15x']);
});

test("a case has ratios of medians, the range of the rounds' ratios, and its rate as a share of what the adapter can do", () => {
  const [article] = exampleReport().cases;
  if (article === undefined) throw new Error('no case');
  const { columns, rows, notes } = caseTable(article);
  const cell = (row: number, title: string) => rows[row]?.[columns.findIndex((column) => column.title === title)];
  expect(rows.map(([peer]) => peer)).toEqual(['ours', 'tfjs-webgpu as it comes', 'PyTorch on the CPU']);
  expect([cell(0, 'median'), cell(0, 'least to most'), cell(0, 'CPU time')]).toEqual([
    '600 ms',
    '500 to 1,000 ms',
    '900 ms',
  ]);
  expect([cell(1, 'times ours'), cell(1, 'in the rounds')]).toEqual(['11x', '10x to 11x']);
  // 6.95 GFLOP in 0.6 s; the matrix product ran at 11 GFLOP/s in the same rounds.
  expect([cell(0, 'GFLOP/s'), cell(0, 'of GEMM')]).toEqual(['11.6', '105 %']);
  // Another processor has another limit.
  expect(cell(2, 'of GEMM')).toBe('');
  expect(cell(2, 'rounds')).toBe('3 x 2');
  expect(notes).toEqual(['@jax-js/jax, WebGPU: it failed']);
});

test('leaves out the tables of limits, first steps and page that a report lacks', () => {
  const whole = exampleReport();
  const without = { ...whole, limits: null, firstSteps: [], page: null };
  expect(reportTables(whole).length - reportTables(without).length).toBe(3);
});

const table: Table = {
  title: 'A title',
  columns: [left('peer'), right('ms')],
  rows: [
    ['ours', '5'],
    ['a|b', '1,000'],
  ],
  notes: ['A note.'],
};

test('prints aligned columns for a terminal', () => {
  expect(plainText(table)).toBe(
    ['A title', '  peer     ms', '  ours      5', '  a|b   1,000', '  A note.', ''].join('\n'),
  );
});

test('prints Markdown', () => {
  expect(markdown(table).split('\n')).toEqual([
    ...['**A title**', '', '| peer | ms |', '|---|--:|', '| ours | 5 |', '| a\\|b | 1,000 |', '', 'A note.', ''],
  ]);
});
