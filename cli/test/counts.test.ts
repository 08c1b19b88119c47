import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addCounts, readPlaywrightReport, readVitestReport } from './counts.ts';
import { summaryOf } from './stages.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'counts-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function fileWith(text: string): string {
  const file = join(folder, 'report.json');
  writeFileSync(file, text);
  return file;
}

describe('counts of tests', () => {
  test('are read from vitest', () => {
    const file = fileWith(
      '{"numPassedTests":3,"numFailedTests":1,"numPendingTests":2,"numTodoTests":1,"success":false}',
    );
    expect(readVitestReport(file)).toEqual({ passed: 3, failed: 1, skipped: 3 });
  });

  test('are read from Playwright, where a flaky test counts as failed', () => {
    const file = fileWith('{"stats":{"expected":5,"unexpected":1,"flaky":1,"skipped":0}}');
    expect(readPlaywrightReport(file)).toEqual({ passed: 5, failed: 2, skipped: 0 });
  });

  test.each(['', '{', '{}', '{"stats":{"expected":-1,"unexpected":0,"flaky":0,"skipped":0}}'])(
    'a report that cannot be read is a failure: %s',
    (text) => {
      expect(readPlaywrightReport(fileWith(text))).toEqual({ passed: 0, failed: 1, skipped: 0 });
    },
  );

  test('a missing report is a failure', () => {
    expect(readVitestReport(join(folder, 'absent.json')).failed).toBe(1);
  });

  test('add up', () => {
    const a = { passed: 1, failed: 2, skipped: 3 };
    expect(addCounts(a, a)).toEqual({ passed: 2, failed: 4, skipped: 6 });
  });
});

test('the summary names the stage that failed and how many were not run', () => {
  const summary = summaryOf(
    [
      { name: 'types', passed: true, seconds: 1.24 },
      { name: 'unit', passed: false, seconds: 10 },
    ],
    4,
  );
  expect(summary).toBe(
    [
      'types               1.2 s  passed',
      'unit               10.0 s  FAILED',
      'total              11.2 s  (2 stages not run)',
    ].join('\n'),
  );
});
