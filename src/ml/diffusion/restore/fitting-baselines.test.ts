import { expect, test } from 'vitest';
import { randomStream } from '../../random.ts';
import { baselineOf } from './baselines.ts';
import { type Damage, damagePictures } from './damages.ts';
import { baselineNames, baselinesFor } from './methods.ts';
import { psnr } from './quality.ts';

const side = 24;
const size = { width: side, height: side, channels: 3 } as const;
/** A plane: every pixel the mean of its neighbours. */
const plane = new Uint8Array(side * side * 3).map((_, i) => {
  const pixel = Math.floor(i / 3);
  return 20 + 4 * (pixel % side) + 4 * Math.floor(pixel / side);
});
const stream = randomStream(1);

function filtered(name: (typeof baselineNames)[number], damage: Damage, picture = plane): Uint8Array {
  const { measured, lost } = damagePictures(picture, size, damage, stream);
  return baselineOf(name, damage, measured, size, lost);
}

test('diffusion continues a linear gradient through a hole, and keeps known pixels', () => {
  const lost = new Uint8Array(side * side).map((_, pixel) => {
    const [x, y] = [pixel % side, Math.floor(pixel / side)];
    return x > 6 && x < 16 && y > 4 && y < 20 ? 1 : 0;
  });
  const repaired = filtered('diffusion', { kind: 'mask', lost, noise: 1 });
  for (const [i, byte] of repaired.entries()) expect(Math.abs(byte - (plane[i] ?? 0))).toBeLessThanOrEqual(1);
  expect(filtered('diffusion', { kind: 'mask', lost: lost.fill(1), noise: 1 }).every((byte) => byte === 128)).toBe(
    true,
  );
});

test('Lanczos keeps a linear gradient and a single colour, and beats the squares', () => {
  const damage = { kind: 'pixelation', block: 4 } as const;
  const repaired = filtered('lanczos', damage);
  // Away from the borders, where blocks are repeated.
  for (let y = 10; y < 14; y++) {
    for (let x = 10; x < 14; x++) {
      const i = (y * side + x) * 3;
      expect(Math.abs((repaired[i] ?? 0) - (plane[i] ?? 0))).toBeLessThanOrEqual(3);
    }
  }
  expect(filtered('lanczos', damage, new Uint8Array(plane.length).fill(77)).every((byte) => byte === 77)).toBe(true);
  const squares = damagePictures(plane, size, damage, stream).shown;
  expect(psnr(plane, repaired)).toBeGreaterThan(psnr(plane, squares) + 3);
});

test('each damage has exactly the filters that are made for it', () => {
  const damages: readonly Damage[] = [
    { kind: 'noise', noise: 0.5 },
    { kind: 'mask', lost: new Uint8Array(side * side).fill(1, 0, 9), noise: 0 },
    { kind: 'scratches', count: 2 },
    { kind: 'pixelation', block: 2 },
    { kind: 'downscaling', factor: 2 },
    { kind: 'grey' },
  ];
  for (const damage of damages) {
    for (const name of baselineNames) {
      if (baselinesFor[damage.kind].includes(name)) expect(filtered(name, damage)).toHaveLength(plane.length);
      else expect(() => filtered(name, damage)).toThrow();
    }
  }
});
