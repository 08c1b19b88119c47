/**
 * Shows how a network that answers in one pass restores test pictures: a sheet of results, and how
 * near they are to the originals.
 */
import { dataDirectoryOf, nodeShards } from '../cli/node-shards.ts';
import { generatePictures } from '../src/engine/generate-pictures.ts';
import type { NetworkSnapshot } from '../src/engine/network.ts';
import { picturesOf } from '../src/engine/pictures.ts';
import { restorePictures } from '../src/engine/restore-pictures.ts';
import type { ModelCard } from '../src/ml/checkpoint/card.ts';
import { openDataSet } from '../src/ml/data/dataset.ts';
import type { ShippedSet } from '../src/ml/data/shipped-sets.ts';
import { repairDefaults as repair } from '../src/ml/diffusion/restore/methods.ts';
import type { Pictures, Quality, RestoreResult } from '../src/workers/protocol.ts';

/** Standard deviation of the noise, on [-1, 1]: the article's factor. */
const noise = 0.5;
/** Number of test pictures that are measured: the first ones. */
const measured = 64;
/** How many of them are on the sheet, in blocks of three rows. */
const blocks = 2;

export interface Restored {
  /**
   * `blocks` times a row of test pictures, a row of the noisy ones and a row of the network's
   * answers; then a row of pure noise and one of its answers to that.
   */
  readonly sheet: Pictures;
  readonly restoration: NonNullable<ModelCard['restoration']>;
}

export async function restoreTestPictures(
  network: NetworkSnapshot,
  set: ShippedSet,
  ofARow: number,
): Promise<Restored> {
  const dataSet = await openDataSet(nodeShards(dataDirectoryOf(set)));
  const results: RestoreResult[] = [];
  try {
    for (let index = 0; index < measured; index++) {
      const original = picturesOf(await dataSet.image('test', index), dataSet.shape);
      const request = {
        original,
        damage: { kind: 'noise', noise },
        seed: index,
        repair,
        classIndex: null,
        guidance: 1,
      } as const;
      results.push(await restorePictures(network, request, { step: 0 }));
    }
  } finally {
    dataSet.dispose();
  }
  const rows = Array.from({ length: blocks }, (_, block) => {
    const shown = results.slice(block * ofARow, (block + 1) * ofARow);
    return (['original', 'damaged', 'restored'] as const).flatMap((which) => shown.map((result) => result[which].rgb));
  });
  const fromNoise = await generatePictures(network, { seed: 0, count: ofARow, step: 0, sampling: null });
  const rgb = new Uint8Array(Buffer.concat([...rows.flat(), fromNoise.noise.rgb, fromNoise.samples.rgb]));
  const { side } = dataSet.shape;
  const quality = (of: (result: RestoreResult) => Quality | undefined): Quality => ({
    psnr: mean(results.map((result) => of(result)?.psnr ?? Number.NaN)),
    ssim: mean(results.map((result) => of(result)?.ssim ?? Number.NaN)),
  });
  return {
    sheet: { count: ofARow * (3 * blocks + 2), width: side, height: side, rgb },
    restoration: {
      pictures: measured,
      noise,
      damaged: quality((result) => result.quality.damaged[0]),
      restored: quality((result) => result.quality.restored[0]),
      bilateral: quality(({ baselines }) => baselines.find(({ name }) => name === 'bilateral')?.quality[0]),
    },
  };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
