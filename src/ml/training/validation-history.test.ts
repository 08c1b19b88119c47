import { expect, it } from 'vitest';
import { maxValidationPoints, ValidationHistory } from './validation-history.ts';

const point = (step: number) => ({ step, raw: 1 / step, ema: step % 2 === 0 ? null : 2 / step });

it('keeps few of many losses: the newest, and some across the whole run', () => {
  const history = new ValidationHistory();
  for (let step = 1; step <= 10_000; step++) history.add(point(step));
  const { steps, raw, ema } = history.points();
  expect(steps.length).toBeLessThanOrEqual(maxValidationPoints);
  expect(steps.length).toBeGreaterThan(maxValidationPoints / 3);
  expect(steps.at(-1)).toBe(10_000);
  expect(steps[0]).toBeLessThan(100);
  expect(steps.map((step, i) => ({ step, raw: raw[i], ema: ema[i] }))).toEqual(steps.map(point));
});

it('is the same however often it was saved', () => {
  const whole = new ValidationHistory();
  let resumed = new ValidationHistory();
  for (let step = 250; step <= 250_000; step += 250) {
    whole.add(point(step));
    resumed.add(point(step));
    if (step % 3000 === 0) resumed = new ValidationHistory(resumed.points());
  }
  expect(resumed.points()).toEqual(whole.points());
});
