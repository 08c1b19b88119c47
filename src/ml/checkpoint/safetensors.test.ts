import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reasonInEnglish } from '../../../tools/vitest/english.ts';
import { PlaygroundError } from '../errors.ts';
import { type NamedTensors, readSafetensors, writeSafetensors } from './safetensors.ts';

/** A file from a header, as JSON or as text, and its data. */
function file(header: unknown, data: ArrayLike<number>, declaredLength?: bigint): Uint8Array {
  const json = new TextEncoder().encode(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + json.length + data.length);
  new DataView(bytes.buffer).setBigUint64(0, declaredLength ?? BigInt(json.length), true);
  bytes.set(json, 8);
  bytes.set(Array.from(data), 8 + json.length);
  return bytes;
}

function reasonOf(read: () => unknown): string {
  try {
    read();
  } catch (error) {
    if (error instanceof PlaygroundError && error.code === 'checkpoint-invalid' && error.values.reason)
      return reasonInEnglish(error.values.reason);
    throw error;
  }
  throw new Error('the file was accepted');
}

const tensorMap: fc.Arbitrary<NamedTensors> = fc
  .uniqueArray(
    fc.record({
      name: fc.string({ minLength: 1 }).filter((name) => name !== '__metadata__' && name !== '__proto__'),
      shape: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }),
      seed: fc.float({ noNaN: true, noDefaultInfinity: true }),
    }),
    { selector: ({ name }) => name, maxLength: 6 },
  )
  .map(
    (tensors) =>
      new Map(
        tensors.map(({ name, shape, seed }) => {
          const size = shape.reduce((product, side) => product * side, 1);
          return [name, { shape, values: Float32Array.from({ length: size }, (_, i) => (i === 0 ? seed : i)) }];
        }),
      ),
  );

it('reads back what it has written, bit for bit', () => {
  fc.assert(
    fc.property(tensorMap, (tensors) => {
      const read = readSafetensors('f', writeSafetensors(tensors));
      expect(new Map(read)).toEqual(new Map(tensors));
    }),
  );
});

it('fails for any bytes only with the error that the file is invalid', () => {
  const valid = writeSafetensors(new Map([['a', { shape: [3], values: Float32Array.of(1, 2, 3) }]]));
  fc.assert(
    fc.property(
      fc.nat({ max: valid.length - 1 }),
      fc.nat({ max: 255 }),
      fc.nat({ max: valid.length }),
      (at, byte, cut) => {
        const bytes = valid.slice(0, cut);
        if (at < cut) bytes[at] = byte;
        try {
          readSafetensors('f', bytes);
        } catch (error) {
          expect(error).toMatchObject({ code: 'checkpoint-invalid' });
        }
      },
    ),
    { numRuns: 500 },
  );
});

it('reads half and bfloat16 numbers', () => {
  // 1, -2, the largest half, the smallest subnormal; and 1, -2 as the upper halves of float32.
  const halves = [0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x01, 0x00];
  const brains = [0x80, 0x3f, 0x00, 0xc0];
  const header = {
    h: { dtype: 'F16', shape: [4], data_offsets: [0, 8] },
    b: { dtype: 'BF16', shape: [2], data_offsets: [8, 12] },
  };
  const read = readSafetensors('f', file(header, [...halves, ...brains]));
  expect(read.get('h')?.values).toEqual(Float32Array.of(1, -2, 65504, 2 ** -24));
  expect(read.get('b')?.values).toEqual(Float32Array.of(1, -2));
});

describe('refuses an invalid file with its reason', () => {
  const one = (data_offsets: number[], shape = [1], dtype = 'F32') => ({ dtype, shape, data_offsets });
  const nan = [0, 0, 0xc0, 0x7f];
  const cases: [string, Uint8Array, RegExp][] = [
    ['empty', new Uint8Array(), /too short/],
    ['a header beyond the file', file({}, [], 1000n), /cut short/],
    ['an enormous header', file({}, [], 2n ** 63n), /would be/],
    ['no JSON', file('{"a":', []), /not JSON/],
    ['an array', file([], []), /not an object/],
    ['a malformed entry', file({ a: { dtype: 'F32' } }, []), /entry of a/],
    ['a negative size', file({ a: one([0, 4], [-1]) }, [0, 0, 0, 0]), /entry of a/],
    ['integers', file({ a: one([0, 4], [1], 'I32') }, [0, 0, 0, 0]), /type I32/],
    ['a prototype as a type', file({ a: one([0, 4], [1], 'constructor') }, [0, 0, 0, 0]), /type constructor/],
    ['bytes outside', file({ a: one([0, 4]) }, [0, 0]), /outside/],
    ['bytes backwards', file({ a: one([0, 4]), b: one([4, 0], [0]) }, [0, 0, 0, 0]), /outside/],
    ['overlap', file({ a: one([0, 4]), b: one([2, 6]) }, new Uint8Array(6)), /overlap/],
    ['a hole', file({ a: one([0, 4]), b: one([8, 12]) }, new Uint8Array(12)), /hole/],
    ['bytes to spare', file({ a: one([0, 4]) }, new Uint8Array(8)), /belong to no tensor/],
    ['too few bytes for the shape', file({ a: one([0, 4], [2]) }, new Uint8Array(4)), /shape takes 8/],
    ['a shape that overflows', file({ a: one([0, 4], [2 ** 40, 2 ** 40]) }, new Uint8Array(4)), /shape takes/],
    ['NaN', file({ a: one([0, 4]) }, nan), /finite/],
    ['metadata that is not text', file({ __metadata__: { a: 1 } }, []), /metadata/],
  ];
  it.each(cases)('%s', (_, bytes, reason) => {
    expect(reasonOf(() => readSafetensors('f', bytes))).toMatch(reason);
  });
});
