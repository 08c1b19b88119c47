import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it, test } from 'vitest';
import { openDevice } from '../../backends/open-device.ts';
import { randomStream } from '../../random.ts';
import { type Damage, damageInPieces, damagePictures } from './damages.ts';
import { remainsOf } from './remains.ts';

beforeAll(async () => {
  await openDevice('cpu');
});

const shape = { side: 10, channels: 3 } as const;
const size = { width: 10, height: 10, channels: 3 } as const;
const each = 300;
const stream = randomStream(4);
/** Two pictures with every kind of byte. */
const originals = new Uint8Array(2 * each).map((_, i) => (i * 37 + 11 * Math.floor(i / 7)) % 256);
const lost = new Uint8Array(100).map((_, i) => (i % 4 === 0 ? 1 : 0));

const damages: readonly Damage[] = [
  { kind: 'noise', noise: 0.5 },
  { kind: 'mask', lost, noise: 0 },
  { kind: 'mask', lost, noise: 1 },
  { kind: 'scratches', count: 4 },
  { kind: 'pixelation', block: 4 },
  { kind: 'downscaling', factor: 2 },
  { kind: 'grey' },
];

describe.each(damages)('$kind', (damage) => {
  const damaged = damagePictures(originals, size, damage, stream);

  it('changes the picture that is shown, and is repeatable', () => {
    expect(damaged.shown).not.toEqual(originals);
    expect(damagePictures(originals, size, damage, stream)).toEqual(damaged);
    for (const bytes of [damaged.shown, damaged.measured]) expect(bytes).toHaveLength(originals.length);
  });

  it('gives the same result in pieces', async () => {
    let pauses = 0;
    const pause = async () => {
      pauses += 1;
    };
    const picture = originals.slice(0, each);
    expect(await damageInPieces(picture, size, damage, stream, pause)).toEqual(
      damagePictures(picture, size, damage, stream),
    );
    expect(pauses).toBe(damage.kind === 'noise' ? 1 : 0);
  });

  it('damages the first of several pictures as if it were alone', () => {
    const alone = damagePictures(originals.slice(0, each), size, damage, stream);
    expect(alone.shown).toEqual(damaged.shown.slice(0, each));
    expect(alone.measured).toEqual(damaged.measured.slice(0, each));
  });

  it('is a projection without noise: the original projects to what was measured, twice gives the same, and no tensor is left', () => {
    const before = tf.memory().numTensors;
    const remains = remainsOf(damaged, shape, damage);
    const [first, second, measured] = tf.tidy(() => {
      const x = tf.sub<tf.Tensor4D>(tf.div(tf.tensor4d([...originals], [2, 10, 10, 3]), 127.5), 1);
      const projected = remains.project(x);
      return [projected, remains.project(projected), remains.measured].map((t) => [...t.dataSync()]);
    });
    remains.dispose();
    expect(tf.memory().numTensors).toBe(before);
    const apart = (a: readonly number[] = [], b: readonly number[] = []) =>
      a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? Number.NaN))), 0);
    expect(apart(first, second)).toBeLessThan(1e-6);
    // Half a byte: pictures are bytes. Noise is what was measured besides.
    if (damage.kind !== 'noise') expect(apart(first, measured)).toBeLessThan(0.5 / 127.5 + 1e-6);
  });
});

test('noise of 0 and blocks of one pixel change nothing; a mask keeps known pixels', () => {
  for (const damage of [
    { kind: 'noise', noise: 0 },
    { kind: 'pixelation', block: 1 },
    { kind: 'downscaling', factor: 1 },
  ] as const) {
    expect(damagePictures(originals, size, damage, stream).shown).toEqual(originals);
  }
  const { shown } = damagePictures(originals, size, { kind: 'mask', lost, noise: 0 }, stream);
  for (const [i, byte] of shown.entries()) {
    expect(byte).toBe(lost[Math.floor(i / 3) % 100] ? 128 : originals[i]);
  }
});

test('noise is that of training, with the requested deviation and mean 0', () => {
  const grey = new Uint8Array(64 * 64).fill(128);
  const { shown } = damagePictures(
    grey,
    { width: 64, height: 64, channels: 1 },
    { kind: 'noise', noise: 0.25 },
    stream,
  );
  const values = Array.from(shown, (byte) => byte / 127.5 - 1);
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
  expect(mean).toBeCloseTo(0, 1);
  expect(deviation).toBeGreaterThan(0.24);
  expect(deviation).toBeLessThan(0.26);
});

test('a downscaled picture is shown interpolated: a gradient stays a gradient', () => {
  const slope = new Uint8Array(16 * 16).map((_, i) => 10 * (i % 16));
  const { shown } = damagePictures(
    slope,
    { width: 16, height: 16, channels: 1 },
    { kind: 'downscaling', factor: 4 },
    stream,
  );
  const steps = Array.from({ length: 11 }, (_, i) => (shown[i + 3] ?? 0) - (shown[i + 2] ?? 0));
  for (const step of steps) expect(Math.abs(step - 10)).toBeLessThanOrEqual(1);
});

test('scratches cover a small part of the picture, more scratches cover more, and each picture gets its own', () => {
  const black = new Uint8Array(2 * 28 * 28);
  const shape28 = { width: 28, height: 28, channels: 1 } as const;
  const share = (count: number) => {
    const hit = damagePictures(black, shape28, { kind: 'scratches', count }, stream).lost ?? [];
    return Array.from(hit, Number);
  };
  const sum = (values: readonly number[]) => values.reduce((total, v) => total + v, 0);
  const five = share(5);
  expect(sum(five) / five.length).toBeGreaterThan(0.05);
  expect(sum(five) / five.length).toBeLessThan(0.4);
  expect(sum(share(10))).toBeGreaterThan(sum(five));
  expect(five.slice(0, 784)).not.toEqual(five.slice(784));
});
