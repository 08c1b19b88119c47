import { expect, it } from 'vitest';
import { quoted } from '../../src/ml/reasons.ts';
import { cases } from '../cases/case.ts';
import type { CaseMeasurement } from '../measure/rounds.ts';
import { caseResultOf } from './case-result.ts';

const rounds = (peer: 'ours' | 'stock', ...wall: number[]) => {
  return { peer, wall, cpu: [], times: 1, first: 100, loss: 1, commands: null };
};

const measurement: CaseMeasurement = {
  measured: [rounds('ours', 10, 20, 30), rounds('stock', 40, 100, 90)],
  refused: [{ peer: 'webgl', reason: quoted(`no canvas\n${'x'.repeat(999)}`) }],
  gemmRates: [100, 300, 200],
};

it('keeps medians and ranges, and compares the rounds that were interleaved', () => {
  const { rows, gemmRate, batch, steps, gflop } = caseResultOf(cases.article, measurement);
  expect(rows).toEqual([
    { peer: 'ours', time: { median: 20, low: 10, high: 30 }, ratio: null, rounds: 3 },
    { peer: 'stock', time: { median: 90, low: 40, high: 100 }, ratio: { median: 4.5, low: 3, high: 5 }, rounds: 3 },
  ]);
  expect({ gemmRate, batch, steps }).toEqual({ gemmRate: 200, batch: 64, steps: null });
  expect(gflop).toBeGreaterThan(5);
});

it('compares nothing if ours was not measured', () => {
  const { rows } = caseResultOf(cases.ddim, { ...measurement, measured: [rounds('stock', 40)] });
  expect(rows.map(({ ratio }) => ratio)).toEqual([null]);
});

it('quotes the first line of a peer’s message', () => {
  expect(caseResultOf(cases.tiny, measurement).refused).toEqual([{ peer: 'webgl', reason: 'no canvas' }]);
});

it('keeps the code of why a device cannot be used, for every language', () => {
  const refused: CaseMeasurement['refused'] = [{ peer: 'webgl', reason: { code: 'no-offscreen-canvas' } }];
  expect(caseResultOf(cases.tiny, { ...measurement, refused }).refused).toEqual(refused);
});
