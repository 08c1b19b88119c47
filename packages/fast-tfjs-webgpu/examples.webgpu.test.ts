/** Programs written for stock tfjs reach the same losses with the built package. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { buildKernels } from '../../tools/build-kernels.ts';

interface Comparison {
  readonly program: string;
  readonly losses: { readonly stock: readonly number[]; readonly fast: readonly number[] };
  readonly largestDifference: number;
  readonly ratio: number;
}

test('both examples reach the same losses in 20 steps', async () => {
  // Inside the project's folder, because the examples look for tfjs and Dawn in the folders above
  // them.
  const cache = join(import.meta.dirname, '../../.cache');
  await mkdir(cache, { recursive: true });
  const folder = await mkdtemp(join(cache, 'fast-tfjs-webgpu-'));
  try {
    await buildKernels(folder);
    const script = join(folder, 'examples/compare.js');
    const programs = ['mnist-convnet=2', 'segmentation-unet=1,16'];
    const { stdout } = await promisify(execFile)(process.execPath, [script, '--json', ...programs]);
    const comparisons = stdout
      .trim()
      .split('\n')
      .map((line): Comparison => JSON.parse(line));
    expect(comparisons.map(({ program }) => program)).toEqual(['mnist-convnet', 'segmentation-unet']);
    for (const { program, losses, largestDifference, ratio } of comparisons) {
      console.log(`${program}: ${ratio.toFixed(2)} times as fast as stock tfjs`);
      expect(losses.stock).toHaveLength(20);
      expect(losses.fast).toHaveLength(20);
      expect(losses.stock.every(Number.isFinite)).toBe(true);
      expect(largestDifference).toBeLessThan(1e-4);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
});
