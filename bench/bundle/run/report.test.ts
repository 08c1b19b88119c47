import { expect, test } from 'vitest';
import { left, right } from '../../report/table.ts';
import { type PartLine, parsePartLine } from '../part-lines.ts';
import { type PartResult, reportText } from './report.ts';

const facts = { at: '2026-11-29T12:00:00.000Z', version: '1.2.3', host: 'a processor, 2 cores, Linux', minutes: 8 };
const table = (title: string, cell: string): PartLine => ({
  kind: 'table',
  table: { title, columns: [left('layer'), right('rate')], rows: [['first', cell]], notes: [] },
});

test('reads a line as a result or as a message', () => {
  const line = table('Rates', '1');
  expect(parsePartLine(JSON.stringify(line))).toEqual(line);
  expect(parsePartLine('Warning: a driver says something')).toBeNull();
  expect(parsePartLine('{"kind":"table"}')).toBeNull();
});

test('names parts that were cut or failed, and keeps their results so far', () => {
  const reached: PartLine = { kind: 'progress', stage: 'layers', done: 2, of: 9, failures: ['first layer'] };
  const lines = [table('Rates', '1'), table('Others', '5'), table('Rates', '2'), reached];
  const results: PartResult[] = [
    { title: 'Tiles', outcome: { kind: 'cut' }, limit: 35_000, taken: 34_500, lines },
    { title: 'Speed', outcome: { kind: 'crashed', signal: 'SIGSEGV' }, limit: 75_000, taken: 300, lines: [] },
    {
      title: 'Training on digits',
      outcome: { kind: 'done' },
      limit: 120_000,
      taken: 110_000,
      lines: [{ kind: 'picture', file: 'digits.png', title: 'samples' }],
    },
  ];
  const text = reportText(facts, results);
  expect(text).toContain(
    '| Tiles | 34.5 s | 35 s | CUT by its time limit at 2 of 9 layers; so far 1 failure: first layer |',
  );
  expect(text).toContain('| Speed | 0.3 s | 75 s | CRASHED (SIGSEGV) |');
  expect(text).toContain('![samples](digits.png)');
  // The newer table replaces the older one.
  expect(text).not.toContain('| first | 1 |');
  expect(text.indexOf('| first | 2 |')).toBeLessThan(text.indexOf('| first | 5 |'));
});
