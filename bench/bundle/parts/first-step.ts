/** The time until a first loss, in processes that have compiled nothing. */
import { cases } from '../../cases/case.ts';
import { firstStepPeers, measureFirstSteps } from '../../node/first-steps.ts';
import { firstStepTable } from '../../report/tables.ts';
import { runPartProgram, tellData, tellNote, tellTable } from './part.ts';

const runs = 2;

await runPartProgram(async ({ seconds }, signal) => {
  let failed = false;
  // One at a time, the smallest first: each is told as soon as it is known.
  for (const given of [cases.article, cases.tiny]) {
    if (signal.aborted) break;
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
    failed ||= notes.length > 0;
  }
  return !failed;
});
