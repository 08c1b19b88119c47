/**
 * One shard of the open data set: its state, and one load shared by all callers that wait for it.
 */
import { PlaygroundError } from '../errors.ts';
import { quoted } from '../reasons.ts';
import type { DeviceImages } from './device-images.ts';
import { loadShard, type ShardLayout } from './load-shard.ts';
import type { ShardEntry } from './manifest.ts';
import type { ShardSource } from './source.ts';

/**
 * A failed training shard stays failed until the data set is opened again, so that a run's order
 * cannot change while it runs.
 */
export type SettledShard =
  /**
   * `images`: [count, side, side, channels], bytes; do not write to them. Null: only the device has
   * them.
   */
  | { readonly kind: 'ready'; readonly images: Uint8Array<ArrayBuffer> | null }
  | { readonly kind: 'failed'; readonly error: PlaygroundError };

export type ShardState = SettledShard | { readonly kind: 'loading' } | { readonly kind: 'unasked' };

interface Load {
  readonly settled: Promise<SettledShard>;
  readonly abort: AbortController;
  waiting: number;
}

export class Shard {
  readonly entry: ShardEntry;
  /** Index of the shard's first image within the split. */
  readonly firstImage: number;
  readonly #source: ShardSource;
  readonly #layout: ShardLayout;
  #settled: SettledShard | null = null;
  #load: Load | null = null;
  #device: { readonly images: DeviceImages; readonly keepHere: boolean } | null = null;

  /** `mayComeLater`: the next request for a failed shard tries again. */
  constructor(
    source: ShardSource,
    layout: ShardLayout,
    entry: ShardEntry,
    firstImage: number,
    private readonly mayComeLater: boolean,
  ) {
    this.#source = source;
    this.#layout = layout;
    this.entry = entry;
    this.firstImage = firstImage;
  }

  get state(): ShardState {
    return this.#settled ?? { kind: this.#load === null ? 'unasked' : 'loading' };
  }

  /**
   * Starts loading the shard if nothing has, and waits until it is ready or has failed. Rejects
   * only with `cancelled`, when `signal` aborts; the transfer itself ends when all callers have
   * given up.
   */
  async settle(signal?: AbortSignal): Promise<SettledShard> {
    if (this.#settled?.kind === 'failed' && this.mayComeLater) {
      this.#settled = null;
      this.#load = null;
    }
    if (this.#settled !== null) return this.#settled;
    if (signal?.aborted === true) throw new PlaygroundError('cancelled');
    this.#load ??= this.#start();
    const load = this.#load;
    load.waiting++;
    try {
      return await unlessAborted(load.settled, signal);
    } finally {
      load.waiting--;
      if (load.waiting === 0 && this.#settled === null && this.#load === load) {
        this.#load = null;
        load.abort.abort();
      }
    }
  }

  /**
   * Rejects with the shard's error. If only the device has the images, loads them again without
   * keeping them.
   */
  async images(signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    const settled = await this.settle(signal);
    if (settled.kind === 'failed') throw settled.error;
    return settled.images ?? this.#read(signal ?? new AbortController().signal);
  }

  /**
   * Sends its images to the device, now or when they arrive. `keepHere`: the host keeps them as
   * well.
   */
  moveTo(images: DeviceImages, keepHere: boolean): void {
    this.#device = { images, keepHere };
    if (this.#settled?.kind === 'ready' && this.#settled.images) this.#settled = this.#ready(this.#settled.images);
  }

  #ready(images: Uint8Array<ArrayBuffer>): SettledShard {
    this.#device?.images.write(this.firstImage, images);
    return { kind: 'ready', images: this.#device === null || this.#device.keepHere ? images : null };
  }

  #read(signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
    return loadShard(this.#source, this.entry, this.#layout, signal);
  }

  #start(): Load {
    const abort = new AbortController();
    const settled = this.#read(abort.signal).then(
      (images): SettledShard => this.#ready(images),
      (error: unknown): SettledShard => ({ kind: 'failed', error: asPlaygroundError(error, this.entry.file) }),
    );
    const kept = settled.then((state) => {
      // All callers gave up: this state is only their abort, and a newer load may be running.
      if (!abort.signal.aborted) this.#settled = state;
      return state;
    });
    return { settled: kept, abort, waiting: 0 };
  }
}

function asPlaygroundError(error: unknown, file: string): PlaygroundError {
  if (error instanceof PlaygroundError) return error;
  return new PlaygroundError('data-shard-corrupt', { file, reason: quoted(error) }, { cause: error });
}

/** `promise` never rejects. */
function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const abort = () => reject(new PlaygroundError('cancelled'));
    signal.addEventListener('abort', abort, { once: true });
    void promise.then((value) => {
      signal.removeEventListener('abort', abort);
      resolve(value);
    });
  });
}
