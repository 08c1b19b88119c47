/** Layers on WebGPU against tfjs' operations on the CPU, with all their gradients. */

import { describe, expect, test } from 'vitest';
import { errorsOf, finiteDifferenceError, normalInputs, type Operation, openBothBackends } from '../compare.testing.ts';
import { linearLayer, referenceLinear } from '../linear/index.ts';
import { convolutionLayer, type LayerOptions, transposedLayer } from './layer.ts';
import { referenceConvolution, referenceTransposed } from './layer-reference.ts';

openBothBackends();

type Of<F> = (f: F) => Operation;

const convolution =
  (options: LayerOptions): Of<typeof convolutionLayer> =>
  (f) =>
  (x, filter, bias, added) =>
    f({ x, filter, bias, ...(added && { added }) } as Parameters<typeof f>[0], options);
const transposed =
  (size: [number, number], options: LayerOptions): Of<typeof transposedLayer> =>
  (f) =>
  (x, filter, bias, added) =>
    f({ x, filter, bias, ...(added && { added }) } as Parameters<typeof f>[0], size, options);
const linear: Of<typeof linearLayer> = (f) => (x, weight, bias, added) =>
  f({ x, weight, bias, ...(added && { added }) } as Parameters<typeof f>[0]);

const cases: [string, Operation, Operation, number[][]][] = [];
function compare<F>(name: string, of: Of<F>, [kernel, reference]: [F, F], ...shapes: number[][]): void {
  cases.push([name, of(kernel), of(reference), shapes]);
}
const both = [convolutionLayer, referenceConvolution] as [typeof convolutionLayer, typeof convolutionLayer];
const bothTransposed = [transposedLayer, referenceTransposed] as [typeof transposedLayer, typeof transposedLayer];
const bothLinear = [linearLayer, referenceLinear] as [typeof linearLayer, typeof linearLayer];

compare('3 x 3', convolution({ strides: 1, pad: 1 }), both, [2, 32, 32, 3], [3, 3, 3, 96], [96]);
compare('one pixel', convolution({ strides: 1, pad: 1 }), both, [1, 1, 1, 1], [3, 3, 1, 1], [1]);
compare('odd channels', convolution({ strides: 2, pad: 'same' }), both, [3, 7, 7, 5], [3, 3, 5, 3], [3]);
compare('1 x 1, added', convolution({ strides: 1, pad: 0 }), both, [2, 7, 7, 12], [1, 1, 12, 8], [8], [2, 7, 7, 8]);
compare(
  'added, three channels',
  convolution({ strides: 1, pad: 1 }),
  both,
  [1, 7, 7, 8],
  [3, 3, 8, 3],
  [3],
  [1, 7, 7, 3],
);
compare('transposed', transposed([32, 32], { strides: 2, pad: 1 }), bothTransposed, [2, 16, 16, 8], [4, 4, 3, 8], [3]);
compare(
  'transposed, odd',
  transposed([10, 14], { strides: 2, pad: 1 }),
  bothTransposed,
  [3, 5, 7, 7],
  [4, 4, 5, 7],
  [5],
);
compare('linear', linear, bothLinear, [64, 96], [12, 96], [12]);
compare('linear, odd, added', linear, bothLinear, [7, 5], [3, 5], [3], [7, 3]);
compare('linear, one row', linear, bothLinear, [1, 32], [128, 32], [128]);

describe('layers, webgpu against cpu', () => {
  test.each(cases)('%s', async (_, kernel, reference, shapes) => {
    for (const error of await errorsOf(kernel, reference, normalInputs(...shapes))) expect(error).toBeLessThan(1e-5);
  });
});

test('gradients agree with finite differences', async () => {
  const f = convolution({ strides: 2, pad: 1 })(convolutionLayer);
  expect(await finiteDifferenceError(f, normalInputs([2, 4, 3, 2], [3, 3, 2, 4], [4]))).toBeLessThan(2e-3);
});
