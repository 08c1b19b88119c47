import { expect, test } from 'vitest';
import { exampleReport } from '../report/example.testing.ts';
import { refusalsOfOurs } from './refusals-of-ours.ts';

test('names a case in which ours failed, with the reason; ignores what other peers refuse', () => {
  const { cases } = exampleReport();
  const failed = cases.map((measured) => ({
    ...measured,
    title: 'tiny step, batch 64',
    measured: [],
    refused: [{ peer: 'ours' as const, reason: 'its loss is NaN' }, ...measured.refused],
  }));
  expect(refusalsOfOurs([...cases, ...failed])).toEqual(['tiny step, batch 64: its loss is NaN']);
});

test('does not count a case as failed that was interrupted before ours was measured', () => {
  const interrupted = exampleReport().cases.map((measured) => ({ ...measured, measured: [] }));
  expect(refusalsOfOurs(interrupted)).toEqual([]);
});
