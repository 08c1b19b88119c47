/**
 * Writes one shard to the disk: under a temporary name, read back and compared, and only then
 * renamed.
 */
import { createHash } from 'node:crypto';
import { open, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type PictureShape, pictureSize } from '../../src/ml/data/description.ts';
import type { ShardEntry } from '../../src/ml/data/manifest.ts';
import { type MosaicGrid, mosaicFromImages, mosaicSize } from '../../src/ml/data/mosaic.ts';
import { decodeWebp } from '../node-shards.ts';
import { DataFailure } from './failure.ts';

export interface EnsuredShard {
  readonly entry: ShardEntry;
  /** Whether the shard existed already and was correct. */
  readonly kept: boolean;
}

/** The layout of a set's images in its shards. */
export interface ShardLayout {
  readonly shape: PictureShape;
  readonly mosaic: MosaicGrid;
}

/**
 * `images`: [n, side, side, channels]. Keeps a file that decodes to exactly these; otherwise writes
 * it.
 */
export async function ensureShard(
  directory: string,
  file: string,
  images: Uint8Array,
  { shape, mosaic: grid }: ShardLayout,
): Promise<EnsuredShard> {
  const mosaic = mosaicFromImages(images, grid, shape);
  const pixelsSha256 = sha256(mosaic);
  const entryOf = (webp: Uint8Array): ShardEntry => ({
    file,
    count: images.length / pictureSize(shape),
    bytes: webp.length,
    sha256: sha256(webp),
    pixelsSha256,
  });

  const path = join(directory, file);
  const there = await readFile(path).catch(() => null);
  if (there !== null && (await decodesTo(there, shape, pixelsSha256))) return { entry: entryOf(there), kept: true };

  const { width, height } = mosaicSize(grid, shape);
  // Effort 4 gives files 1.3 % larger than effort 6 and is three times as fast to write; decoding
  // takes the same time.
  const webp = await sharp(mosaic, { raw: { width, height, channels: shape.channels } })
    .webp({ lossless: true, effort: 4 })
    .toBuffer();
  await writeChecked(path, webp, async (written) => {
    if (!(await decodesTo(written, shape, pixelsSha256))) {
      throw new DataFailure(`${path} did not read back as it was written: the disk or its memory may be failing.`);
    }
  });
  return { entry: entryOf(webp), kept: false };
}

/** Whether the file is byte for byte the one in the manifest. */
export async function shardIsCorrect(directory: string, entry: ShardEntry): Promise<boolean> {
  const bytes = await readFile(join(directory, entry.file)).catch(() => null);
  return bytes !== null && bytes.length === entry.bytes && sha256(bytes) === entry.sha256;
}

/**
 * Writes to a temporary file, checks what the disk returns, and renames it, so that `path` is never
 * half-written.
 */
export async function writeChecked(
  path: string,
  bytes: Uint8Array | string,
  check: (written: Uint8Array) => Promise<void>,
): Promise<void> {
  const part = `${path}.${process.pid}${partSuffix}`;
  try {
    const handle = await open(part, 'w');
    try {
      await handle.writeFile(bytes);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await check(await readFile(part));
    await rename(part, path);
  } finally {
    await rm(part, { force: true });
  }
}

const partSuffix = '.part';

/** Removes files that a killed run left; younger files may belong to a parallel run. */
export async function removeOldParts(directory: string, olderThanMilliseconds = 10 * 60 * 1000): Promise<void> {
  for (const name of await readdir(directory)) {
    if (!name.endsWith(partSuffix)) continue;
    const path = join(directory, name);
    const age = await stat(path).then(
      ({ mtimeMs }) => Date.now() - mtimeMs,
      () => 0,
    );
    if (age > olderThanMilliseconds) await rm(path, { force: true });
  }
}

async function decodesTo(webp: Uint8Array, { channels }: PictureShape, pixelsSha256: string): Promise<boolean> {
  const decoded = await decodeWebp(webp).catch(() => null);
  return decoded !== null && sha256(channels === 1 ? redOf(decoded.rgb) : decoded.rgb) === pixelsSha256;
}

/** The three channels of a grey picture are equal. */
function redOf(rgb: Uint8Array): Uint8Array {
  return Uint8Array.from({ length: rgb.length / 3 }, (_, pixel) => rgb[pixel * 3] ?? 0);
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
