/**
 * The only source of randomness: Philox4x32-10, a counter-based generator (Salmon, Moraes, Dror and
 * Shaw, "Parallel Random Numbers: As Easy as 1, 2, 3", SC 2011). A number is a pure function of
 * (key, counter). Therefore a GPU can generate the same numbers (`kernels/noise`), a resumed run
 * continues exactly, and a stream forked for one purpose never affects another.
 */
import { PlaygroundError } from './errors.ts';

type Words4 = [number, number, number, number];

/**
 * A stream is named by a key. `counter` numbers blocks of four 32-bit words, from 0 to 2^53 - 1.
 * Every call is a pure function of its arguments.
 */
export interface RandomStream {
  readonly key: readonly [number, number];
  /** An independent stream: the same parent and purpose give the same numbers. */
  fork(purpose: string): RandomStream;
  /**
   * Fills `out` with the words of blocks `counter`, `counter + 1`, ...: ceil(out.length / 4)
   * blocks.
   */
  uint32(counter: number, out: Uint32Array): void;
  /** Numbers in [0, 1), multiples of 2^-24 and so exact in float32. One word for each number. */
  uniform(counter: number, out: Float32Array): void;
  /**
   * N(0, 1) numbers, at most 5.77 from 0 (24-bit uniforms). Each pair of words gives a pair of
   * numbers.
   */
  normal(counter: number, out: Float32Array): void;
  /** 0 ... n - 1 in an order that is uniform over all n! orders (n below 2^32). */
  permutation(n: number): Uint32Array;
}

const multiplier0 = 0xd2511f53;
const multiplier1 = 0xcd9e8d57;
/** The Weyl sequence of the round keys: the golden ratio and sqrt(3) - 1. */
const weyl0 = 0x9e3779b9;
const weyl1 = 0xbb67ae85;
const rounds = 10;

/**
 * Upper half of the 64-bit product of two 32-bit words, by 16-bit halves, so that each partial sum
 * stays below 2^53.
 */
function multiplyHigh(a: number, b: number): number {
  const a0 = a & 0xffff;
  const a1 = a >>> 16;
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const middle = a1 * b0 + ((a0 * b0) >>> 16);
  return (a1 * b1 + Math.floor(middle / 0x10000) + Math.floor(((middle & 0xffff) + a0 * b1) / 0x10000)) >>> 0;
}

/** One block: four words in, four words out. */
export function philox4x32(counter: Readonly<Words4>, key: readonly [number, number]): Words4 {
  let [c0, c1, c2, c3] = counter;
  let [k0, k1] = key;
  for (let round = 0; round < rounds; round++) {
    const high0 = multiplyHigh(multiplier0, c0);
    const low0 = Math.imul(multiplier0, c0);
    const high1 = multiplyHigh(multiplier1, c2);
    const low1 = Math.imul(multiplier1, c2);
    c0 = (high1 ^ c1 ^ k0) >>> 0;
    c1 = low1 >>> 0;
    c2 = (high0 ^ c3 ^ k1) >>> 0;
    c3 = low0 >>> 0;
    k0 = (k0 + weyl0) >>> 0;
    k1 = (k1 + weyl1) >>> 0;
  }
  return [c0, c1, c2, c3];
}

const blockBytes = 12;
const lastBlock = 0x80000000;
const innerBlock = 0x40000000;

/**
 * Hashes UTF-8 text into a key, 12 bytes per Philox block; the hash so far is the block's key. The
 * fourth counter word is never zero here and always zero in draws (`counterWords`), so that no draw
 * from the parent stream reveals a fork's key.
 */
function forkKey(key: readonly [number, number], purpose: string): [number, number] {
  const bytes = new TextEncoder().encode(purpose);
  const blocks = Math.max(1, Math.ceil(bytes.length / blockBytes));
  const padded = new DataView(new ArrayBuffer(blocks * blockBytes));
  bytes.forEach((byte, i) => {
    padded.setUint8(i, byte);
  });
  let [k0, k1] = key;
  for (let block = 0; block < blocks; block++) {
    const word = (i: number) => padded.getUint32(block * blockBytes + i * 4, true);
    const mark = block === blocks - 1 ? (lastBlock | bytes.length) >>> 0 : innerBlock;
    [k0, k1] = philox4x32([word(0), word(1), word(2), mark], [k0, k1]);
  }
  return [k0, k1];
}

/** The counter as four words: 53 bits in the first two, the others zero. */
function counterWords(counter: number): Words4 {
  return [counter >>> 0, Math.floor(counter / 0x100000000), 0, 0];
}

/**
 * Turns two words into two normals (Box and Muller 1958): the first uniform is in (0, 1], so that
 * its logarithm is finite.
 */
function boxMuller(word0: number, word1: number): [number, number] {
  const radius = Math.sqrt(-2 * Math.log(((word0 >>> 8) + 1) * 2 ** -24));
  const angle = 2 * Math.PI * ((word1 >>> 8) * 2 ** -24);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

class PhiloxStream implements RandomStream {
  constructor(readonly key: readonly [number, number]) {}

  fork(purpose: string): RandomStream {
    return new PhiloxStream(forkKey(this.key, purpose));
  }

  uint32(counter: number, out: Uint32Array): void {
    for (let i = 0; i < out.length; i += 4) {
      const words = philox4x32(counterWords(counter + i / 4), this.key);
      for (let j = 0; j < 4 && i + j < out.length; j++) out[i + j] = words[j] ?? 0;
    }
  }

  uniform(counter: number, out: Float32Array): void {
    for (let i = 0; i < out.length; i += 4) {
      const words = philox4x32(counterWords(counter + i / 4), this.key);
      for (let j = 0; j < 4 && i + j < out.length; j++) out[i + j] = ((words[j] ?? 0) >>> 8) * 2 ** -24;
    }
  }

  normal(counter: number, out: Float32Array): void {
    for (let i = 0; i < out.length; i += 4) {
      const [w0, w1, w2, w3] = philox4x32(counterWords(counter + i / 4), this.key);
      // If the length is odd, the last write is beyond the end, which a typed array ignores.
      [out[i], out[i + 1]] = boxMuller(w0, w1);
      [out[i + 2], out[i + 3]] = boxMuller(w2, w3);
    }
  }

  permutation(n: number): Uint32Array {
    const order = Uint32Array.from({ length: n }, (_, i) => i);
    const words = new Uint32Array(4);
    let drawn = 0;
    const next = () => {
      if (drawn % 4 === 0) this.uint32(drawn / 4, words);
      return words[drawn++ % 4] ?? 0;
    };
    // Fisher-Yates. A word beyond the last whole multiple of the bound is drawn again, because
    // modulo alone would favour small numbers.
    for (let last = n - 1; last > 0; last--) {
      const bound = last + 1;
      const limit = 0x100000000 - (0x100000000 % bound);
      let word = next();
      while (word >= limit) word = next();
      const other = word % bound;
      const kept = order[last] ?? 0;
      order[last] = order[other] ?? 0;
      order[other] = kept;
    }
    return order;
  }
}

/** The root of a run's streams. `seed`: unsigned 32-bit. */
export function randomStream(seed: number): RandomStream {
  if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
    throw new PlaygroundError('value-invalid', {
      name: 'seed',
      value: seed,
      allowed: { code: 'whole-number', least: 0, most: 0xffffffff },
    });
  }
  return new PhiloxStream([seed, 0]);
}
