import { expect, test } from 'vitest';
import { shareOneDevice } from '../../tools/vitest/one-device.ts';
import { describeAnyPictures, lossesOf, patterns, sketches } from './any-pictures.testing.ts';

await shareOneDevice();

describeAnyPictures('webgpu');

test.each([sketches, patterns])(
  '$id: mirrored batches made by the kernel give the same losses as those of the CPU',
  async (facts) => {
    const expected = await lossesOf('cpu', facts, 4);
    const actual = await lossesOf('webgpu', facts, 4);
    expect(expected).toHaveLength(4);
    for (const [i, loss] of expected.entries())
      expect(Math.abs((actual[i] ?? Number.NaN) / loss - 1)).toBeLessThan(1e-4);
  },
);
