import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readGoldenArticle } from '../../tools/golden/read.ts';
import { philox4x32, type RandomStream, randomStream } from './random.ts';

const seeds = fc.integer({ min: 0, max: 0xffffffff });
const counters = fc.maxSafeNat().filter((counter) => counter < 2 ** 53 - 1000);

function words(stream: RandomStream, n: number, counter = 0): Uint32Array {
  const out = new Uint32Array(n);
  stream.uint32(counter, out);
  return out;
}

function normals(stream: RandomStream, n: number): Float32Array {
  const out = new Float32Array(n);
  stream.normal(0, out);
  return out;
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;
}

describe('Philox4x32-10', () => {
  // Random123's kat_vectors.
  test.each([
    [
      [0, 0, 0, 0],
      [0, 0],
      [0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8],
    ],
    [
      [0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd],
    ],
    [
      [0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344],
      [0xa4093822, 0x299f31d0],
      [0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1],
    ],
  ] as [[number, number, number, number], [number, number], number[]][])(
    'counter %j, key %j',
    (counter, key, known) => {
      expect(philox4x32(counter, key)).toEqual(known);
    },
  );
});

describe('a stream', () => {
  test('gives the numbers of tools/golden/philox.py', () => {
    const { seed, stream } = readGoldenArticle();
    const root = randomStream(seed);
    const probe = root.fork(stream.purpose);
    expect(probe.key).toEqual(stream.key);
    expect(root.fork('').key).toEqual(stream.emptyKey);
    // The counter begins just below 2^32: the carry into its second word.
    expect([...words(probe, stream.words.length, stream.counter)]).toEqual(stream.words);
    const uniform = new Float32Array(stream.uniform.length);
    probe.uniform(stream.counter, uniform);
    expect([...uniform]).toEqual(stream.uniform);
    const normal = new Float32Array(stream.normal.length);
    probe.normal(stream.counter, normal);
    for (const [i, value] of normal.entries()) expect(value).toBeCloseTo(stream.normal[i] ?? Number.NaN, 6);
  });

  test('is a pure function of key and counter: a part equals the same part of the whole', () => {
    fc.assert(
      fc.property(seeds, counters, fc.nat(20), fc.integer({ min: 1, max: 30 }), (seed, counter, skip, n) => {
        const stream = randomStream(seed);
        const whole = words(stream, skip * 4 + n, counter);
        words(stream, 100);
        expect(words(randomStream(seed), n, counter + skip)).toEqual(whole.subarray(skip * 4));
      }),
    );
  });

  test('has the same fork for the same purpose, and another for another purpose or parent', () => {
    const purposes = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(seeds, seeds, purposes, purposes, (seed, otherSeed, purpose, other) => {
        const parent = randomStream(seed);
        expect(parent.fork(purpose).key).toEqual(randomStream(seed).fork(purpose).key);
        if (other !== purpose) expect(parent.fork(other).key).not.toEqual(parent.fork(purpose).key);
        if (otherSeed !== seed) expect(randomStream(otherSeed).fork(purpose).key).not.toEqual(parent.fork(purpose).key);
      }),
    );
  });

  test('distinguishes a purpose from its padded and its repeated form', () => {
    const root = randomStream(1);
    const keys = ['a', 'a\0', 'twelve bytes', 'twelve bytes\0', 'twelve bytestwelve bytes'].map(
      (p) => root.fork(p).key,
    );
    expect(new Set(keys.map(String)).size).toBe(keys.length);
    expect(root.fork('a').fork('b').key).not.toEqual(root.fork('ab').key);
  });

  test('has forks that are uncorrelated with each other and with their parent', () => {
    const root = randomStream(5);
    const n = 100_000;
    const streams = [root, root.fork('weights'), root.fork('noise'), root.fork('step-0'), root.fork('step-1')];
    const drawn = streams.map((stream) => normals(stream, n));
    for (const [i, a] of drawn.entries()) {
      for (const b of drawn.slice(i + 1)) {
        // Standard error 1 / sqrt(n) = 0.0032: six of them.
        expect(Math.abs(mean(a.map((value, k) => value * (b[k] ?? 0))))).toBeLessThan(0.019);
      }
    }
  });

  test.each([-1, 2 ** 32, 0.5, Number.NaN])('refuses the seed %s', (seed) => {
    expect(() => randomStream(seed)).toThrow('value-invalid');
  });
});

describe('distributions', () => {
  test('uniform: in [0, 1), with the moments of U(0, 1), and equally often in every sixteenth', () => {
    const n = 160_000;
    const values = new Float32Array(n);
    randomStream(11).uniform(0, values);
    const counts = new Array<number>(16).fill(0);
    for (const value of values) {
      expect(value >= 0 && value < 1).toBe(true);
      counts[Math.floor(value * 16)] = (counts[Math.floor(value * 16)] ?? 0) + 1;
    }
    expect(mean(values)).toBeCloseTo(0.5, 2);
    expect(mean(values.map((value) => (value - 0.5) ** 2))).toBeCloseTo(1 / 12, 2);
    const chiSquare = counts.reduce((sum, count) => sum + (count - n / 16) ** 2 / (n / 16), 0);
    expect(chiSquare).toBeLessThan(45); // 15 degrees of freedom: once in 10,000
  });

  test('normal: with the moments and tails of N(0, 1)', () => {
    const n = 400_000;
    const values = normals(randomStream(12), n);
    expect(Math.abs(mean(values))).toBeLessThan(0.008);
    expect(Math.abs(mean(values.map((z) => z ** 2)) - 1)).toBeLessThan(0.012);
    expect(Math.abs(mean(values.map((z) => z ** 3)))).toBeLessThan(0.03);
    expect(Math.abs(mean(values.map((z) => z ** 4)) - 3)).toBeLessThan(0.08);
    const beyond = (limit: number) => values.filter((z) => Math.abs(z) > limit).length / n;
    expect(beyond(1)).toBeCloseTo(0.3173, 2);
    expect(beyond(3)).toBeCloseTo(0.0027, 3);
    expect(values.every((z) => Math.abs(z) < 5.78)).toBe(true);
  });

  test('permutation: contains every number once', () => {
    fc.assert(
      fc.property(seeds, fc.nat(300), (seed, n) => {
        expect([...randomStream(seed).permutation(n)].sort((a, b) => a - b)).toEqual(
          Array.from({ length: n }, (_, i) => i),
        );
      }),
    );
  });

  test('permutation: gives all 24 orders of four equally often', () => {
    const counts = new Map<string, number>();
    const draws = 24_000;
    for (let i = 0; i < draws; i++) {
      const order = randomStream(3).fork(`draw-${i}`).permutation(4).join();
      counts.set(order, (counts.get(order) ?? 0) + 1);
    }
    expect(counts.size).toBe(24);
    const chiSquare = [...counts.values()].reduce((sum, count) => sum + (count - 1000) ** 2 / 1000, 0);
    expect(chiSquare).toBeLessThan(58); // 23 degrees of freedom: once in 10,000
  });
});
