import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { parseManifest } from '../../src/ml/data/manifest.ts';
import { imagesFromMosaic } from '../../src/ml/data/mosaic.ts';

const count = 24;

/**
 * Two dozen emoji from all over the set. Each differs from the others, so a network that memorizes
 * them knows nothing about the held-out ones.
 */
export async function makeFewPictures(folder: string): Promise<void> {
  const manifest = await parseManifest(JSON.parse(await readFile('public/emoji/embedded.json', 'utf8')));
  const { height: side, channels } = manifest.image;
  const [shard] = manifest.splits.train.shards;
  if (!shard || channels !== 3) throw new Error('public/emoji is not the set that it should be');
  const mosaic = await sharp(`public/emoji/${shard.file}`).removeAlpha().raw().toBuffer();
  const images = imagesFromMosaic(mosaic, manifest.mosaic, shard.count, { side, channels });
  const size = side * side * channels;
  const each = Math.floor(shard.count / count);
  for (let i = 0; i < count; i += 1) {
    const bytes = images.subarray(i * each * size, (i * each + 1) * size);
    await sharp(bytes, { raw: { width: side, height: side, channels } })
      .png()
      .toFile(join(folder, `${i}.png`));
  }
}
