import { expect, test } from 'vitest';
import { lastBeta } from './last-beta.ts';

/** The definition: the product of 1 - beta up to timestep t of 1,000. */
function shareLeft(kind: 'linear' | 'scaled_linear', first: number, last: number, t: number): number {
  const [from, to] = kind === 'linear' ? [first, last] : [Math.sqrt(first), Math.sqrt(last)];
  const betas = Array.from(
    { length: t + 1 },
    (_, i) => (from + ((to - from) * i) / 999) ** (kind === 'linear' ? 1 : 2),
  );
  return betas.reduce((product, beta) => product * (1 - beta), 1);
}

test.each(['linear', 'scaled_linear'] as const)('the %s curve passes about where it is dragged to', (betaSchedule) => {
  const choice = { betaSchedule, betaStart: 0.0001, betaEnd: 0.02, zeroTerminalSnr: false };
  for (const [t, share] of [
    [200, 0.9],
    [500, 0.3],
    [700, 0.05],
  ] as const) {
    const beta = lastBeta(choice, share, t, 1000) ?? 0;
    const left = shareLeft(betaSchedule, 0.0001, beta, t);
    expect(left).toBeGreaterThan(share - 0.02);
    expect(left).toBeLessThan(share + 0.02);
  }
});

test('the cosine schedule has no betas to choose; dragging the first timestep changes nothing; a value out of range is bounded', () => {
  const choice = {
    betaSchedule: 'squaredcos_cap_v2',
    betaStart: 0.0001,
    betaEnd: 0.02,
    zeroTerminalSnr: false,
  } as const;
  expect(lastBeta(choice, 0.5, 500, 1000)).toBeNull();
  expect(lastBeta({ ...choice, betaSchedule: 'linear' }, 0.5, 0, 1000)).toBeNull();
  expect(lastBeta({ ...choice, betaSchedule: 'linear' }, 1, 999, 1000)).toBe(0.0002);
  expect(lastBeta({ ...choice, betaSchedule: 'linear' }, 0, 1, 1000)).toBe(0.9);
});
