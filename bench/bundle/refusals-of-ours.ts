import type { CaseReport } from '../report/report.ts';

/**
 * The cases in which our kernels failed, with the reason. A case that was interrupted before ours
 * was measured has not failed.
 */
export function refusalsOfOurs(cases: readonly CaseReport[]): string[] {
  return cases.flatMap(({ title, refused }) =>
    refused.filter(({ peer }) => peer === 'ours').map(({ reason }) => `${title}: ${reason}`),
  );
}
