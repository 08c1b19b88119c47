/**
 * Draws the small pictures of Start, `public/doors/NAME.webp`: the first training images of each
 * set; for the article's program those of CIFAR-10, half of them with its noise. `npx tsx
 * tools/door-pictures.ts`
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { dataDirectoryOf } from '../cli/node-shards.ts';
import { type ShippedSetName, shippedSets } from '../src/ml/data/shipped-sets.ts';
import { randomStream } from '../src/ml/random.ts';

const columns = 6;
const rows = 3;
const folder = 'public/doors';

/** RGB bytes of the first images, side by side as in the shard's mosaic. */
async function firstImages(name: ShippedSetName) {
  const set = shippedSets[name];
  const size = { width: columns * set.side, height: rows * set.side };
  const shard = sharp(join(dataDirectoryOf(set), 'train-00.webp'))
    .removeAlpha()
    .toColourspace('srgb');
  return {
    ...size,
    rgb: await shard
      .extract({ left: 0, top: 0, ...size })
      .raw()
      .toBuffer(),
  };
}

type Images = Awaited<ReturnType<typeof firstImages>>;

/**
 * Adds noise of standard deviation 1 on [-1, 1], as the article's program does, over the right
 * half.
 */
function withNoise({ width, height, rgb }: Images): Images {
  const noise = new Float32Array(rgb.length);
  randomStream(1).fork('door').normal(0, noise);
  const noisy = rgb.map((byte, i) => {
    const isRight = Math.floor(i / 3) % width >= width / 2;
    return isRight ? Math.max(0, Math.min(255, byte + 127.5 * (noise[i] ?? 0))) : byte;
  });
  return { width, height, rgb: Buffer.from(noisy) };
}

async function write(name: string, { width, height, rgb }: Images): Promise<void> {
  const file = join(folder, `${name}.webp`);
  const { size } = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .webp({ quality: 80, effort: 6 })
    .toFile(file);
  console.log(`${file}: ${width} x ${height}, ${size} bytes`);
}

await mkdir(folder, { recursive: true });
for (const name of ['digits', 'emoji', 'cifar10'] as const) await write(name, await firstImages(name));
await write('article', withNoise(await firstImages('cifar10')));
