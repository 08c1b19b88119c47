/**
 * Lists what our networks' recordings consist of: every command of a train step or a pass, as it is
 * replayed.
 */
import type { ReplayReport } from '../../src/ml/replay-report.ts';
import { type Case, caseTitle } from '../cases/case.ts';
import { openTfjsPeer } from '../peers/tfjs/peer.ts';

/**
 * Enough steps for the computed and the recorded ones, which come first. A sample has many passes.
 */
const rounds = { step: 6, block: 6, sample: 1 } as const satisfies Record<Case['kind'], number>;

/** Resolves to the process's exit code: 1 if something is not replayed. */
export async function recordingsOf(cases: readonly Case[], print: (text: string) => void): Promise<number> {
  const ours = await openTfjsPeer('ours');
  let code = 0;
  try {
    for (const given of cases) {
      const prepared = await ours.prepare(given);
      let reports: readonly ReplayReport[] = [];
      try {
        reports = (await prepared.recordings?.(rounds[given.kind])) ?? [];
      } finally {
        await prepared.dispose();
      }
      print(caseTitle(given));
      for (const { name, obstacle, listing } of reports) {
        if (listing === null) code = 1;
        print(`${name}: ${listing ?? `computed every time, as ${obstacle ?? 'it has not run often enough'}`}\n`);
      }
    }
  } finally {
    await ours.dispose();
  }
  return code;
}
