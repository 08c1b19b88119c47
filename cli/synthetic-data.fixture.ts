/** For tests: the engine tests' synthetic data set, in the form that `npm run data` writes. */
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { mosaicSize } from '../src/ml/data/mosaic.ts';
import { type SyntheticOptions, syntheticSource } from '../src/ml/data/synthetic-source.fixture.ts';

export async function writeSyntheticData(directory: string, options: SyntheticOptions): Promise<void> {
  const { source, manifest } = await syntheticSource(options);
  await mkdir(directory, { recursive: true });
  const { width, height } = mosaicSize(manifest.mosaic, { side: manifest.image.width });
  for (const split of Object.values(manifest.splits)) {
    for (const shard of split.shards) {
      const { rgb } = await source.decode(await source.read(shard.file));
      const webp = await sharp(rgb, { raw: { width, height, channels: 3 } })
        .webp({ lossless: true })
        .toBuffer();
      const written = { bytes: webp.length, sha256: createHash('sha256').update(webp).digest('hex') };
      Object.assign(shard, written);
      await writeFile(join(directory, shard.file), webp);
    }
  }
  await writeFile(join(directory, 'manifest.json'), JSON.stringify(manifest));
}
