/**
 * Counts the passed tests in a runner's own report. A missing or unreadable report counts as one
 * failure.
 */
import { existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';

export interface Counts {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

export const noCounts: Counts = { passed: 0, failed: 0, skipped: 0 };

export function addCounts(a: Counts, b: Counts): Counts {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped };
}

const count = z.number().int().nonnegative();

const vitestReport = z
  .object({ numPassedTests: count, numFailedTests: count, numPendingTests: count, numTodoTests: count })
  .transform((r) => ({
    passed: r.numPassedTests,
    failed: r.numFailedTests,
    skipped: r.numPendingTests + r.numTodoTests,
  }));

/** `flaky`: passed only when tried again. Such a test counts as failed. */
const playwrightReport = z
  .object({ stats: z.object({ expected: count, unexpected: count, flaky: count, skipped: count }) })
  .transform(({ stats }) => ({
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky,
    skipped: stats.skipped,
  }));

export const readVitestReport = (file: string): Counts => read(file, vitestReport);
export const readPlaywrightReport = (file: string): Counts => read(file, playwrightReport);

function read(file: string, schema: z.ZodType<Counts>): Counts {
  const failed = { ...noCounts, failed: 1 };
  if (!existsSync(file)) return failed;
  try {
    return schema.catch(failed).parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    return failed;
  }
}
