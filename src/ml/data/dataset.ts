/**
 * The open data set: a validated manifest, and shards that arrive in the background or on demand.
 */
import { PlaygroundError } from '../errors.ts';
import { isSameShape } from './conversion.ts';
import { type DataSetDescription, type PictureShape, pictureSize } from './description.ts';
import { type BatchImages, DeviceImages } from './device-images.ts';
import { descriptionOf, type Manifest, parseManifest, type Split } from './manifest.ts';
import { partLike } from './part-of-set.ts';
import { type SettledShard, Shard, type ShardState } from './shard.ts';
import type { ShardSource } from './source.ts';

/**
 * Parallel transfers: enough to hide their latency, few enough that the first shards still arrive
 * first.
 */
const transfersAtOnce = 3;

/** Progress of the training shards. */
export interface DataProgress {
  readonly shardsReady: number;
  readonly shardsFailed: number;
  readonly shardsTotal: number;
  readonly bytesReady: number;
  readonly bytesTotal: number;
  /** Images in the shards that are ready. */
  readonly images: number;
}

export interface LoadAllOptions {
  readonly signal?: AbortSignal;
  /** Called after each shard that became ready or failed. */
  readonly onProgress?: (progress: DataProgress) => void;
  /** Called once for each failed shard; loading continues with the others. */
  readonly onError?: (error: PlaygroundError) => void;
}

/** Throws `data-missing` or `data-manifest-invalid`. Does not transfer any shard yet. */
export async function openDataSet(source: ShardSource, signal?: AbortSignal): Promise<DataSet> {
  return new DataSet(source, await parseManifest(await source.manifest(signal)));
}

export class DataSet {
  readonly manifest: Manifest;
  /** Describes the set as it is stored, before any conversion of its pictures. */
  readonly description: DataSetDescription;
  /** Shape of the pictures that it returns: the set's own, or the requested one. */
  readonly shape: PictureShape;
  readonly #source: ShardSource;
  /** Manifest of the whole set, of which this one may be a part. */
  readonly #wholeManifest: Manifest;
  readonly #shards: Readonly<Record<Split, readonly Shard[]>>;
  readonly #labels: Readonly<Record<Split, Uint16Array<ArrayBuffer>>>;
  /** The training images on the device; null if they are not there. */
  #device: DeviceImages | null = null;
  #moving: Promise<void> | null = null;

  /** `shape`: the shape to which the pictures are converted; without it they stay as they are. */
  constructor(source: ShardSource, manifest: Manifest, shape?: PictureShape, wholeManifest = manifest) {
    this.manifest = manifest;
    this.#wholeManifest = wholeManifest;
    this.description = descriptionOf(manifest);
    this.shape = shape ?? this.description;
    this.#source = source;
    const { train, test } = manifest.splits;
    const layout = { grid: manifest.mosaic, stored: this.description, wanted: this.shape };
    const shards = (entries: typeof train.shards, mayComeLater: boolean) => {
      let images = 0;
      return entries.map((entry) => {
        const shard = new Shard(source, layout, entry, images, mayComeLater);
        images += entry.count;
        return shard;
      });
    };
    this.#shards = { train: shards(train.shards, false), test: shards(test.shards, true) };
    this.#labels = { train: Uint16Array.from(train.labels), test: Uint16Array.from(test.labels) };
  }

  /**
   * This set with pictures of this shape: itself if they have it already, else a new set with
   * nothing loaded.
   */
  inShape(shape: PictureShape): DataSet {
    return isSameShape(shape, this.shape) ? this : new DataSet(this.#source, this.manifest, shape, this.#wholeManifest);
  }

  /**
   * The set as it was opened: itself, or, if it is a part (`like`), a new set with nothing loaded.
   */
  get whole(): DataSet {
    return this.manifest === this.#wholeManifest ? this : new DataSet(this.#source, this.#wholeManifest);
  }

  /**
   * The set that a run learned from, if that is this one or its first shards; otherwise the whole
   * set. More shards may have arrived since the run began, and the order of a run depends on all
   * its images.
   */
  async like(wanted: Pick<DataSetDescription, 'counts' | 'hash'>): Promise<DataSet> {
    if (wanted.hash === this.description.hash) return this;
    const part = await partLike(this.#wholeManifest, wanted);
    return part === null ? this.whole : new DataSet(this.#source, part, undefined, this.#wholeManifest);
  }

  /** One class index per image, known before any shard has arrived. */
  labels(split: Split): Uint16Array<ArrayBuffer> {
    return this.#labels[split];
  }

  shardCount(split: Split): number {
    return this.#shards[split].length;
  }

  /** The shard holds the images [first, first + count) of the split. */
  shardRange(split: Split, shard: number): { readonly first: number; readonly count: number } {
    const { firstImage, entry } = this.#shard(split, shard);
    return { first: firstImage, count: entry.count };
  }

  shardState(split: Split, shard: number): ShardState {
    return this.#shard(split, shard).state;
  }

  /**
   * Waits until the shard is ready or has failed, and starts loading it if nothing has yet. Rejects
   * only with `cancelled`, when `signal` aborts.
   */
  settleShard(split: Split, shard: number, signal?: AbortSignal): Promise<SettledShard> {
    return this.#shard(split, shard).settle(signal);
  }

  /** The same for several shards, in this order, a few in parallel. */
  async settleShards(split: Split, shards: readonly number[], signal?: AbortSignal): Promise<void> {
    await sideBySide(shards, async (shard) => {
      await this.settleShard(split, shard, signal);
    });
  }

  /**
   * Loads all training shards in order, a few in parallel. Resolves when each is ready or has
   * failed, or when `signal` aborts; never rejects.
   */
  async loadAll({ signal, onProgress, onError }: LoadAllOptions = {}): Promise<void> {
    const loading = sideBySide(this.#shards.train, async (shard) => {
      const settled = await shard.settle(signal);
      if (settled.kind === 'failed') onError?.(settled.error);
      onProgress?.(this.progress());
    });
    await loading.catch((error: unknown) => {
      if (signal?.aborted !== true) throw error;
    });
  }

  /** The errors of the failed training shards. */
  failures(): readonly PlaygroundError[] {
    return this.#shards.train.flatMap(({ state }) => (state.kind === 'failed' ? [state.error] : []));
  }

  progress(): DataProgress {
    const shards = this.#shards.train;
    const ready = shards.filter(({ state }) => state.kind === 'ready');
    const sum = (of: readonly Shard[], key: 'bytes' | 'count') =>
      of.reduce((total, { entry }) => total + entry[key], 0);
    return {
      shardsReady: ready.length,
      shardsFailed: shards.filter(({ state }) => state.kind === 'failed').length,
      shardsTotal: shards.length,
      bytesReady: sum(ready, 'bytes'),
      bytesTotal: sum(shards, 'bytes'),
      images: sum(ready, 'count'),
    };
  }

  /**
   * From now on the training images go to the device as they arrive, if it accepts them, and steps
   * read them there. Only training calls this: viewing the set needs none of them on a GPU
   * (CIFAR-10's are 154 MB). The host keeps only the first shard's images, for viewing. Safe to
   * call again.
   */
  moveToDevice(): Promise<void> {
    this.#moving ??= this.#move();
    return this.#moving;
  }

  async #move(): Promise<void> {
    this.#device = await DeviceImages.create(this.#labels.train.length, this.shape);
    if (this.#device === null) return;
    for (const [i, shard] of this.#shards.train.entries()) shard.moveTo(this.#device, i === 0);
  }

  /** Training images by number; their shards must be ready. */
  batchImages(indices: Uint32Array<ArrayBuffer>): BatchImages {
    if (this.#device) return { stored: this.#device, indices };
    const imageBytes = pictureSize(this.shape);
    const bytes = new Uint8Array(indices.length * imageBytes);
    for (const [i, index] of indices.entries()) {
      const shard = this.#shards.train[this.#shardOf('train', index)];
      if (shard?.state.kind !== 'ready' || shard.state.images === null) throw new Error(`image ${index} is not there`);
      const start = (index - shard.firstImage) * imageBytes;
      bytes.set(shard.state.images.subarray(start, start + imageBytes), i * imageBytes);
    }
    return { bytes };
  }

  /** Frees the images on the device. Submit nothing that reads them afterwards. */
  dispose(): void {
    this.#device?.dispose();
  }

  /**
   * All images of a shard, [n, side, side, channels]; do not write to them. Loads the shard if
   * needed, again if only the device has it. Rejects with the shard's error.
   */
  shardImages(split: Split, shard: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return this.#shard(split, shard).images(signal);
  }

  /** A copy, [side, side, channels], bytes. Loads the shard if needed; rejects with its error. */
  async image(split: Split, index: number, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const shard = this.#shards[split][this.#shardOf(split, index)];
    if (shard === undefined || !Number.isInteger(index) || index >= shard.firstImage + shard.entry.count) {
      const most = this.#labels[split].length - 1;
      throw new PlaygroundError('value-invalid', {
        name: 'image',
        value: index,
        allowed: { code: 'whole-number', least: 0, most },
      });
    }
    const images = await shard.images(signal);
    const imageBytes = pictureSize(this.shape);
    const start = (index - shard.firstImage) * imageBytes;
    return images.slice(start, start + imageBytes);
  }

  #shardOf(split: Split, image: number): number {
    return this.#shards[split].findLastIndex(({ firstImage }) => firstImage <= image);
  }

  #shard(split: Split, index: number): Shard {
    const shard = this.#shards[split][index];
    if (shard === undefined) throw new RangeError(`the ${split} split has no shard ${index}`);
    return shard;
  }
}

/**
 * Runs `work` on each in order, `transfersAtOnce` at a time. Rejects with the first failure and
 * starts no more after it.
 */
async function sideBySide<T>(items: Iterable<T>, work: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items].values();
  const lane = async () => {
    for (const item of waiting) await work(item);
  };
  await Promise.all(Array.from({ length: transfersAtOnce }, lane));
}
