/**
 * For tests: shards made in memory, whose pixels identify each image, with any failure that a test
 * injects.
 */
import { withChannels } from './conversion.ts';
import { type DataSetFacts, type PictureShape, pictureSize } from './description.ts';
import type { ShardEntry } from './manifest.ts';
import { type MosaicGrid, mosaicFromImages, mosaicSize } from './mosaic.ts';
import { hashOfSet } from './set-hash.ts';
import { shippedSets } from './shipped-sets.ts';
import type { ShardSource } from './source.ts';

/** The facts in which synthetic sets may differ. */
type SyntheticFacts = Pick<DataSetFacts, 'id' | 'side' | 'channels' | 'classNames' | 'mirrors'>;

export interface SyntheticOptions {
  /** Default: those of CIFAR-10. */
  readonly facts?: SyntheticFacts;
  /** Class indices of the training images, shard after shard. */
  readonly labels: readonly number[];
  readonly imagesPerShard: number;
  /** Bytes of a training image; default: `syntheticImage`. */
  readonly image?: (index: number) => Uint8Array;
  /** Class indices of the test images, which fit in one shard. */
  readonly testLabels?: readonly number[];
  readonly grid?: MosaicGrid;
  /** Called before each transfer of a file; may wait or throw. */
  readonly onRead?: (file: string, signal?: AbortSignal) => Promise<void>;
}

/**
 * Its index in the first four bytes, its lowest byte in all others: a test can recognize a batch's
 * pixels without the data set.
 */
export function syntheticImage(index: number, shape: PictureShape = shippedSets.cifar10): Uint8Array {
  const image = new Uint8Array(pictureSize(shape)).fill(index);
  new DataView(image.buffer).setUint32(0, index);
  return image;
}

export async function syntheticSource({
  facts = shippedSets.cifar10,
  image = (index) => syntheticImage(index, facts),
  labels,
  imagesPerShard,
  testLabels = [0],
  grid = { columns: 4, rows: 2 },
  onRead,
}: SyntheticOptions) {
  // A WebP is decoded as RGB here.
  const ending = facts.channels === 4 ? 'bin' : 'webp';
  const mosaics = new Map<string, Uint8Array<ArrayBuffer>>();
  const shards: ShardEntry[] = [];
  for (let first = 0; first < labels.length; first += imagesPerShard) {
    const count = Math.min(imagesPerShard, labels.length - first);
    const images = concatenated(Array.from({ length: count }, (_, i) => image(first + i)));
    const mosaic = mosaicFromImages(images, grid, facts);
    const file = `train-${shards.length}.${ending}`;
    mosaics.set(file, mosaic);
    const hash = await sha256(mosaic);
    shards.push({ file, count, bytes: mosaic.length, sha256: hash, pixelsSha256: hash });
  }
  const testFile = `test-0.${ending}`;
  const testMosaic = mosaicFromImages(concatenated(testLabels.map((_, i) => syntheticImage(i, facts))), grid, facts);
  mosaics.set(testFile, testMosaic);
  const testHash = await sha256(testMosaic);
  const test = {
    file: testFile,
    count: testLabels.length,
    bytes: testMosaic.length,
    sha256: testHash,
    pixelsSha256: testHash,
  };

  const { id, classNames, mirrors, side, channels } = facts;
  const shape = { side, channels };
  const splits = { train: { shards, labels: [...labels] }, test: { shards: [test], labels: [...testLabels] } };
  const manifest = {
    version: 2,
    id,
    name: 'synthetic',
    licence: 'ISC',
    source: 'synthetic',
    mirrors,
    image: { height: side, width: side, channels },
    mosaic: grid,
    classNames: [...classNames],
    mean: Array<number>(channels).fill(0.5),
    std: Array<number>(channels).fill(0.3),
    hash: (await hashOfSet({ shape, classNames, mosaic: grid, splits })) ?? '',
    splits,
  };
  const source: ShardSource = {
    manifest: async () => structuredClone(manifest),
    async read(file, signal) {
      await onRead?.(file, signal);
      const mosaic = mosaics.get(file);
      if (mosaic === undefined) throw new Error(`no ${file}`);
      return mosaic.slice();
    },
    decode: async (bytes) => ({ ...mosaicSize(grid, facts), rgb: withChannels(bytes, channels, 3) }),
  };
  return { source, manifest };
}

function concatenated(images: readonly Uint8Array[]): Uint8Array {
  const [{ length: imageBytes } = { length: 0 }] = images;
  const all = new Uint8Array(images.length * imageBytes);
  for (const [i, image] of images.entries()) all.set(image, i * imageBytes);
  return all;
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
