import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromTorchLayout, toTorchLayout } from './torch-layout.ts';

const sizes = fc.integer({ min: 1, max: 5 });

test('element [out, in, y, x] of PyTorch is element [y, x, in, out] of tfjs', () => {
  fc.assert(
    fc.property(sizes, sizes, sizes, sizes, (outs, ins, height, width) => {
      const values = Float32Array.from({ length: outs * ins * height * width }, (_, i) => i);
      const tfjs = fromTorchLayout({ shape: [outs, ins, height, width], values });
      expect(tfjs.shape).toEqual([height, width, ins, outs]);
      for (let o = 0; o < outs; o++) {
        for (let i = 0; i < ins; i++) {
          for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
              const torchIndex = ((o * ins + i) * height + y) * width + x;
              expect(tfjs.values[((y * width + x) * ins + i) * outs + o]).toBe(torchIndex);
            }
          }
        }
      }
      expect(toTorchLayout(tfjs)).toEqual({ shape: [outs, ins, height, width], values });
    }),
    { numRuns: 30 },
  );
});

test('vectors do not change', () => {
  const bias = { shape: [3], values: new Float32Array([1, 2, 3]) };
  expect(toTorchLayout(bias)).toEqual(bias);
  expect(fromTorchLayout(bias)).toEqual(bias);
});
