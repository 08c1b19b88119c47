import { expect, test } from 'vitest';
import { uniformBytes, uniformFields } from './uniform-struct.ts';

test('places pairs at multiples of 8 bytes, and rounds the struct’s size up to a multiple of 16', () => {
  const types = { a: 'i32', pair: 'vec2<i32>', b: 'u32', c: 'f32', last: 'vec2<i32>' } as const;
  expect(uniformFields(types)).toBe('a : i32, pair : vec2<i32>, b : u32, c : f32, last : vec2<i32>,');
  const words = uniformBytes(types, { last: [7, 8], c: 1, a: -1, pair: [2, -3], b: 2 ** 32 - 1 });
  expect([...words]).toEqual([0xffffffff, 0, 2, 0xfffffffd, 0xffffffff, 0x3f800000, 7, 8]);
  expect(uniformBytes({ one: 'u32' }, { one: 5 })).toHaveLength(4);
});

test('refuses a value that is missing or has another form', () => {
  expect(() => uniformBytes({ a: 'u32' }, {})).toThrow('no uniform a');
  expect(() => uniformBytes({ a: 'u32' }, { a: [1, 2] })).toThrow('one number');
  expect(() => uniformBytes({ a: 'vec2<i32>' }, { a: 1 })).toThrow('two numbers');
});
