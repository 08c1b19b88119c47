import type { CaseReport } from '../report/report.ts';

/**
 * The cases that our kernels could not do, with the reason. A case that was interrupted before it
 * had a figure of ours is none of them.
 */
export function refusalsOfOurs(cases: readonly CaseReport[]): string[] {
  return cases.flatMap(({ title, refused }) =>
    refused.filter(({ peer }) => peer === 'ours').map(({ reason }) => `${title}: ${reason}`),
  );
}
