import { expect, it } from 'vitest';
import { RateLog } from './rate-log.ts';

it('notes where a run’s learning rate was changed, and drops the note with the run or with discarded steps', () => {
  const log = new RateLog();
  const at = (runId: string, step: number, learningRate: number) => log.note({ runId, step, learningRate });
  expect(at('a', 0, 0.001)).toEqual([]);
  const none = at('a', 10, 0.001);
  expect(at('a', 11, 0.001)).toBe(none);
  at('a', 20, 1);
  expect(at('a', 30, 1)).toEqual([{ after: 20, from: 0.001, to: 1 }]);
  expect(at('a', 15, 0.01)).toEqual([{ after: 15, from: 1, to: 0.01 }]);
  expect(at('b', 40, 0.002)).toEqual([]);
  at('b', 50, 0.004);
  expect(at('b', 0, 0.004)).toEqual([]);
});

it('puts the notes of an earlier visit to the run before its own', () => {
  const log = new RateLog();
  const earlier = [
    { after: 5, from: 0.001, to: 0.01 },
    { after: 30, from: 0.01, to: 0.02 },
  ];
  log.note({ runId: 'a', step: 20, learningRate: 0.02 });
  log.note({ runId: 'a', step: 25, learningRate: 1 });
  expect(log.bring(earlier)).toEqual([
    { after: 5, from: 0.001, to: 0.01 },
    { after: 25, from: 0.02, to: 1 },
  ]);
});
