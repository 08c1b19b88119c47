/**
 * The order in which a run sees the training images. It depends on the seed, the classes and the
 * shards, but not on when a shard arrives. A cursor is the whole state: a resumed run continues as
 * if it had never stopped.
 */
import { PlaygroundError } from '../errors.ts';
import type { RandomStream } from '../random.ts';
import type { DataSet } from './dataset.ts';
import type { BatchImages } from './device-images.ts';

/** `position` counts the images in the epoch's order that have been taken or skipped. */
export interface Cursor {
  readonly epoch: number;
  readonly position: number;
}
export const startCursor: Cursor = { epoch: 0, position: 0 };

export interface BatchOrderOptions {
  readonly dataSet: DataSet;
  /** The run's stream for batches; each epoch uses its own fork. */
  readonly stream: RandomStream;
  readonly batchSize: number;
  /** Class indices. Images of other classes are not part of the run. */
  readonly classes: readonly number[];
  readonly epochs: number;
}

/** Holds `batchSize` images, or fewer at the end of an epoch. */
export type Batch = BatchImages & {
  readonly epoch: number;
  /** [n], class indices. */
  readonly labels: Uint16Array<ArrayBuffer>;
  /** The cursor after this batch. If `next.epoch > epoch`, this batch ended the epoch. */
  readonly next: Cursor;
};

export type NextBatch =
  | { readonly kind: 'batch'; readonly batch: Batch }
  /**
   * The training shards that must have arrived or failed first: `dataSet.settleShards('train',
   * shards)`.
   */
  | { readonly kind: 'wait'; readonly shards: readonly number[] }
  | { readonly kind: 'finished' };

export class BatchOrder {
  /** Number of images of the chosen classes, including those in failed shards. */
  readonly imageCount: number;
  readonly #options: BatchOrderOptions;
  /** The shard of each training image. */
  readonly #shardOf: Uint16Array;
  /** For each shard, its images of the chosen classes in file order. */
  readonly #selected: readonly (readonly number[])[];
  /**
   * The two orders that were requested last. Two, because around the end of an epoch the place that
   * the page shows is one epoch behind the submitted steps.
   */
  readonly #orders = new Map<number, Uint32Array>();

  /** Throws `data-no-images` if no image belongs to the chosen classes. */
  constructor(options: BatchOrderOptions) {
    const { dataSet, classes } = options;
    const labels = dataSet.labels('train');
    const chosen = new Set(classes);
    this.#options = options;
    this.#shardOf = new Uint16Array(labels.length);
    this.#selected = Array.from({ length: dataSet.shardCount('train') }, (_, shard) => {
      const { first, count } = dataSet.shardRange('train', shard);
      this.#shardOf.fill(shard, first, first + count);
      return Array.from({ length: count }, (_, i) => first + i).filter((image) => chosen.has(labels[image] ?? -1));
    });
    this.imageCount = this.#selected.reduce((sum, images) => sum + images.length, 0);
    if (this.imageCount === 0) throw new PlaygroundError('data-no-images');
  }

  /**
   * Number of steps of all epochs if no shard fails. A schedule that ends there is the same
   * whichever shards fail, and whenever they fail.
   */
  get plannedSteps(): number {
    const { batchSize, epochs } = this.#options;
    return epochs * Math.ceil(this.imageCount / batchSize);
  }

  /** Does not count the images of failed shards; at least 1. */
  get stepsPerEpoch(): number {
    const images = this.#selected.reduce((sum, { length }, shard) => sum + (this.#failed(shard) ? 0 : length), 0);
    return Math.max(1, Math.ceil(images / this.#options.batchSize));
  }

  /** Number of steps of the cursor's epoch that are done. */
  stepInEpoch({ epoch, position }: Cursor): number {
    const { batchSize } = this.#options;
    const failed = this.#selected.map((_, shard) => this.#failed(shard));
    // This runs with every report of losses, so images are counted one by one only if some were
    // skipped.
    if (!failed.includes(true)) return Math.ceil(position / batchSize);
    const order = this.#imagesOf(epoch);
    let taken = 0;
    for (let at = 0; at < position; at++) if (!failed[this.#shardOfImage(order[at] ?? 0)]) taken++;
    return Math.ceil(taken / batchSize);
  }

  /** Draws the order of an epoch. For 60,000 images this takes as long as one step on a device. */
  draw(epoch: number): void {
    this.#imagesOf(epoch);
  }

  /** Throws `data-all-shards-failed` if no image is left to train on. */
  next({ epoch, position }: Cursor): NextBatch {
    const { batchSize, epochs } = this.#options;
    if (this.#selected.every(({ length }, shard) => length === 0 || this.#failed(shard))) {
      throw new PlaygroundError('data-all-shards-failed');
    }
    if (epoch >= epochs) return { kind: 'finished' };

    const order = this.#imagesOf(epoch);
    const images: number[] = [];
    const missing = new Set<number>();
    let end = position;
    for (; end < order.length && images.length < batchSize; end++) {
      const image = order[end] ?? 0;
      const shard = this.#shardOfImage(image);
      const { kind } = this.#options.dataSet.shardState('train', shard);
      if (kind === 'failed') continue;
      images.push(image);
      if (kind !== 'ready') missing.add(shard);
    }
    if (missing.size > 0) return { kind: 'wait', shards: [...missing] };
    while (end < order.length && this.#failed(this.#shardOfImage(order[end] ?? 0))) end++;

    const next = end < order.length ? { epoch, position: end } : { epoch: epoch + 1, position: 0 };
    // All remaining images of the epoch were in shards that failed after the last batch.
    if (images.length === 0) return this.next(next);
    const { dataSet } = this.#options;
    const labels = dataSet.labels('train');
    const batch = {
      ...dataSet.batchImages(Uint32Array.from(images)),
      labels: Uint16Array.from(images, (image) => labels[image] ?? 0),
    };
    return { kind: 'batch', batch: { epoch, ...batch, next } };
  }

  /**
   * Waits for the shards that the batch needs and loads a few at a time; null after the last epoch.
   * Calls `onWait` before each wait.
   */
  async take(
    cursor: Cursor,
    signal?: AbortSignal,
    onWait?: (shards: readonly number[]) => void,
  ): Promise<Batch | null> {
    for (;;) {
      const next = this.next(cursor);
      if (next.kind === 'batch') return next.batch;
      if (next.kind === 'finished') return null;
      onWait?.(next.shards);
      await this.#options.dataSet.settleShards('train', next.shards, signal);
    }
  }

  /**
   * Epoch 0 takes the shards in file order and shuffles the images within each, so that training
   * can start with the first shard (a set's files are already in mixed order). Every later epoch is
   * one permutation of all chosen images.
   */
  #imagesOf(epoch: number): Uint32Array {
    const known = this.#orders.get(epoch);
    if (known) return known;
    const stream = this.#options.stream.fork(`epoch-${epoch}`);
    const images =
      epoch === 0
        ? this.#selected.flatMap((inShard, shard) => shuffled(inShard, stream.fork(`shard-${shard}`)))
        : shuffled(this.#selected.flat(), stream);
    const order = Uint32Array.from(images);
    const [oldest] = this.#orders.keys();
    if (this.#orders.size === 2 && oldest !== undefined) this.#orders.delete(oldest);
    this.#orders.set(epoch, order);
    return order;
  }

  #shardOfImage(image: number): number {
    return this.#shardOf[image] ?? 0;
  }

  #failed(shard: number): boolean {
    return this.#options.dataSet.shardState('train', shard).kind === 'failed';
  }
}

function shuffled(images: readonly number[], stream: RandomStream): number[] {
  return Array.from(stream.permutation(images.length), (i) => images[i] ?? 0);
}
