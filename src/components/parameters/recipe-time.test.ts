import { expect, test } from 'vitest';
import { roughTime, speedOf, twoDigits } from './recipe-time.ts';

test.each([
  [0.2, { unit: 'seconds', count: 1 }],
  [59, { unit: 'seconds', count: 59 }],
  [100, { unit: 'seconds', count: 100 }],
  [110, { unit: 'minutes', count: 2 }],
  [3599, { unit: 'minutes', count: 60 }],
  [3 * 3600 + 100, { unit: 'hours', count: 3 }],
  [86_400 * 123, { unit: 'days', count: 120 }],
])('%d seconds', (seconds, said) => {
  expect(roughTime(seconds)).toEqual(said);
});

test('rounds to two digits', () => {
  expect([0.4, 7.6, 99.6, 1234, 65_432].map(twoDigits)).toEqual([0, 8, 100, 1200, 65_000]);
});

test('uses the measured speed, as an estimate for another recipe; without one, the speed of a similar device, also as an estimate', () => {
  const gpu = { backend: 'webgpu', software: false } as const;
  const [webgl, swiftShader, javascript] = [
    { backend: 'webgl', software: false },
    { backend: 'webgpu', software: true },
    { backend: 'cpu', software: true },
  ] as const;
  for (const device of [gpu, webgl, swiftShader, javascript, null]) {
    expect(speedOf(3e11, device, true)).toEqual({ flops: 3e11, basis: 'measured' });
    expect(speedOf(3e11, device, false)).toEqual({ flops: 3e11, basis: 'carried' });
  }
  expect([gpu, webgl, swiftShader, javascript, null].map((device) => speedOf(null, device, false).basis)).toEqual([
    'estimated',
    'webgl',
    'software',
    'software',
    'estimated',
  ]);
  expect(speedOf(null, webgl, false).flops).toBeLessThan(speedOf(null, gpu, false).flops / 10);
  expect(speedOf(null, swiftShader, false).flops).toBeLessThan(speedOf(null, gpu, false).flops / 10);
  expect(speedOf(null, javascript, false).flops).toBeLessThan(speedOf(null, swiftShader, false).flops);
});
