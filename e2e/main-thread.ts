/** What the page's main thread did, from the browser's own trace. */
import type { Browser, Page } from '@playwright/test';
import { z } from 'zod';

export interface LongestTask {
  /** Milliseconds from its begin to its end. */
  readonly wall: number;
  /** Milliseconds in which it had a core: less than `wall` where others had it meanwhile. */
  readonly cpu: number;
}

const event = z.object({ name: z.string(), ph: z.string(), pid: z.number(), tid: z.number(), ts: z.number() }).and(
  z.object({
    /** Microseconds, of a complete event. */
    dur: z.number().optional(),
    tdur: z.number().optional(),
    args: z.record(z.string(), z.unknown()).optional(),
  }),
);
const trace = z.object({ traceEvents: z.array(event) });

/** Traces `work`, which may open a page, and answers the tasks of that page's main thread. */
export async function mainThreadTasks(browser: Browser, page: Page, work: () => Promise<void>): Promise<LongestTask[]> {
  await browser.startTracing(page, { categories: ['toplevel', 'blink.user_timing'] });
  await work();
  // Of several renderers, the page's is the one that has the mark.
  await page.evaluate(() => performance.mark('this is the page'));
  const { traceEvents } = trace.parse(JSON.parse((await browser.stopTracing()).toString('utf8')));
  const mark = traceEvents.find(({ name }) => name === 'this is the page');
  if (mark === undefined) throw new Error('the trace lacks the mark of the page');
  const tasks = traceEvents.filter(
    ({ pid, tid, ph, name }) => pid === mark.pid && tid === mark.tid && ph === 'X' && name.endsWith('RunTask'),
  );
  // Zeros would pass for a page that never works.
  if (!tasks.some(({ tdur = 0 }) => tdur > 0)) throw new Error('the trace lacks the time that tasks had a core');
  return tasks.map(({ dur = 0, tdur = 0 }) => ({ wall: dur / 1000, cpu: tdur / 1000 }));
}
