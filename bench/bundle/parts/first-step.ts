/** Measures the time until a first loss, in processes that have compiled nothing. */
import { cases } from '../../cases/case.ts';
import { firstStepPeers, measureFirstSteps } from '../../node/first-steps.ts';
import { firstStepTable } from '../../report/tables.ts';
import { runPartProgram, tellData, tellNote, tellProgress, tellTable } from './part.ts';

const runs = 2;

await runPartProgram(async ({ seconds }, signal) => {
  const failed: string[] = [];
  // One at a time, the smallest first, so that each result is reported as soon as it is known.
  const asked = [cases.article, cases.tiny];
  for (const [i, given] of asked.entries()) {
    tellProgress('networks', i, asked.length, failed);
    const { reports, notes } = await measureFirstSteps({
      peers: firstStepPeers,
      cases: [given],
      runs,
      limit: 1000 * seconds,
      onProgress: () => {},
      signal,
    });
    tellData({ firstSteps: reports });
    if (reports.length > 0) tellTable({ ...firstStepTable(reports), title: `First step: ${given.name}` });
    for (const note of notes) tellNote(note);
    failed.push(...notes);
    if (signal.aborted) return false;
  }
  tellProgress('networks', asked.length, asked.length, failed);
  return failed.length === 0;
});
