import { expect, it } from 'vitest';
import { beginPace, withSteps } from './pace.ts';

it('estimates from the first step, and from the second step on ignores the first', () => {
  const begun = beginPace(5, 1000);
  expect(begun).toMatchObject({ done: 0, total: 5, secondsLeft: null });
  const first = withSteps(begun, 1, 5, 11_000);
  expect(first.secondsLeft).toBe(40);
  const second = withSteps(first, 2, 5, 13_000);
  expect(second.secondsLeft).toBe(6);
  expect(withSteps(second, 5, 5, 19_000).secondsLeft).toBe(0);
});
