import { expect, test } from 'vitest';
import { exampleReport } from './example.testing.ts';
import { parseReport, ReportError } from './report.ts';

test('reads a report that was written', () => {
  expect(parseReport(JSON.stringify(exampleReport()))).toEqual(exampleReport());
});

test.each([
  ['{"version":', 'no JSON'],
  ['[]', 'at its top'],
  [JSON.stringify({ ...exampleReport(), version: 2 }), 'version'],
  [JSON.stringify({ ...exampleReport(), limits: { fma: -1 } }), 'limits'],
  [JSON.stringify(exampleReport()).replace('[500,1000,600]', '[]'), 'cases.0.measured.0.wall'],
  [JSON.stringify(exampleReport()).replace('"stock"', '"storm"'), 'cases.0.measured.1.peer'],
])('%.20s... is refused, and the error names the place', (text, place) => {
  expect(() => parseReport(text)).toThrow(ReportError);
  expect(() => parseReport(text)).toThrow(place);
});
