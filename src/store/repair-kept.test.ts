import { expect, it } from 'vitest';
import { keepRepairs, keyOf, type Made } from './repair-kept.ts';

const picture = (fill: number, side = 4) => ({
  ...{ count: 1, width: side, height: side },
  rgb: new Uint8Array(side * side * 3).fill(fill),
});
const made = (side: number): Made => {
  const pictures = picture(1, side);
  const row = {
    settings: null,
    classIndex: null,
    pictures,
    quality: { psnr: 1, ssim: 1 },
    passes: 0,
    parts: 1,
    milliseconds: null,
  };
  return { rows: [{ ...row, key: 'damaged', name: 'damaged', step: null }], shown: null, film: [] };
};

it('returns results once, and keeps nothing without rows', () => {
  const kept = keepRepairs();
  kept.keep('a', made(4));
  kept.keep('b', { rows: [], shown: null, film: [] });
  expect([kept.count, kept.take('b'), kept.take('a')?.rows.length, kept.take('a'), kept.count]).toEqual([
    1,
    null,
    1,
    null,
    0,
  ]);
});

it('drops the oldest results above the byte limit', () => {
  const kept = keepRepairs(100);
  for (const key of ['a', 'b', 'c']) kept.keep(key, made(4));
  expect([kept.count, kept.take('a'), kept.take('b')?.rows.length]).toEqual([2, null, 1]);
});

it('tells pictures apart by their pixels, and damages by everything that determines them', () => {
  const of = keyOf('run', picture(1), { kind: 'noise', noise: 0.5 }, 1);
  expect(keyOf('run', picture(1), { kind: 'noise', noise: 0.5 }, 1)).toBe(of);
  const hole = (at: number) => ({ kind: 'mask', noise: 0, lost: new Uint8Array(16).fill(1, at) }) as const;
  const others = [
    keyOf('other', picture(1), { kind: 'noise', noise: 0.5 }, 1),
    keyOf('run', picture(2), { kind: 'noise', noise: 0.5 }, 1),
    keyOf('run', picture(1), { kind: 'noise', noise: 0.6 }, 1),
    keyOf('run', picture(1), { kind: 'noise', noise: 0.5 }, 2),
    keyOf('run', picture(1), { kind: 'grey' }, 1),
    keyOf('run', picture(1), hole(3), 1),
    keyOf('run', picture(1), hole(4), 1),
  ];
  expect(new Set([of, ...others]).size).toBe(8);
});
