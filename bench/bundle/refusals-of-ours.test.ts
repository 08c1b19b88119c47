import { expect, test } from 'vitest';
import { exampleReport } from '../report/example.testing.ts';
import { refusalsOfOurs } from './refusals-of-ours.ts';

test('a case that ours failed in is named with the reason; what other peers refuse is not', () => {
  const { cases } = exampleReport();
  const failed = cases.map((measured) => ({
    ...measured,
    title: 'tiny step, batch 64',
    measured: [],
    refused: [{ peer: 'ours' as const, reason: 'its loss is NaN' }, ...measured.refused],
  }));
  expect(refusalsOfOurs([...cases, ...failed])).toEqual(['tiny step, batch 64: its loss is NaN']);
});

test('a case that was interrupted before ours was measured has not failed', () => {
  const interrupted = exampleReport().cases.map((measured) => ({ ...measured, measured: [] }));
  expect(refusalsOfOurs(interrupted)).toEqual([]);
});
