import { expect, test } from 'vitest';
import { parseLanes, standardLanes, writeLanes } from './race-lanes.ts';

test('reads back the lanes that it wrote', () => {
  for (const text of [
    'run.ddim.50.ema,run.dpm.10.raw',
    'digits.flow-match-euler.1000.ema,run.heun.1.ema,emoji.ddpm.7.raw',
  ]) {
    const lanes = parseLanes(text);
    expect(lanes && writeLanes(lanes)).toBe(text);
  }
  for (const prediction of ['epsilon', 'flow', 'sample'] as const) {
    expect(parseLanes(writeLanes(standardLanes(prediction)))).toEqual(standardLanes(prediction));
  }
});

test.each([
  '',
  'run.ddim.50.ema',
  'run.ddim.50.ema,run.dpm.10',
  'run.ddim.0.ema,run.dpm.10.ema',
  'run.ddim.1001.ema,run.dpm.10.ema',
  'run.best.50.ema,run.dpm.10.ema',
  '../x.ddim.50.ema,run.dpm.10.ema',
  Array.from({ length: 5 }, () => 'run.ddim.50.ema').join(),
])('refuses %j', (text) => {
  expect(parseLanes(text)).toBeNull();
});
