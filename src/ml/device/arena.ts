/**
 * Variables side by side in one buffer. Reading and assigning them works as usual, and a clone
 * keeps the numbers that it was made of.
 */
import * as tf from '@tensorflow/tfjs-core';
import { type BufferSlice, sliceAlignment } from './buffers.ts';
import type { SlicedBackend } from './sliced-backend.ts';

export interface Slots {
  /** Size of all slots together. */
  readonly bytes: number;
  /** Offset and size of each variable, in bytes. */
  readonly places: readonly Omit<BufferSlice, 'buffer'>[];
}

/** Float32 numbers one after another; each tensor begins at an offset that a binding may have. */
export function slotsFor(sizes: readonly number[]): Slots {
  let bytes = 0;
  const places = sizes.map((floats) => {
    const place = { offset: bytes, size: 4 * floats };
    bytes += Math.ceil(place.size / sliceAlignment) * sliceAlignment;
    return place;
  });
  return { bytes, places };
}

/** Slots of consecutive variables; `first` is the index of the first one. */
export interface PartOfSlots extends Slots {
  readonly first: number;
}

/**
 * Like `slotsFor`, split into as few parts of at most `mostBytes` each as possible. `beside`: bytes
 * that each tensor has in another buffer, which is split at the same places and has the same limit.
 * Null if a single tensor is larger than the limit.
 */
export function slotsInParts(
  sizes: readonly number[],
  mostBytes: number,
  beside: readonly number[] = [],
): readonly PartOfSlots[] | null {
  const parts: { first: number; sizes: number[]; bytes: number; beside: number }[] = [];
  for (const [index, size] of sizes.entries()) {
    const [{ bytes }, more = 0] = [slotsFor([size]), beside[index]];
    if (Math.max(bytes, more) > mostBytes) return null;
    const last = parts.at(-1);
    if (last && Math.max(last.bytes + bytes, last.beside + more) <= mostBytes) {
      last.sizes.push(size);
      last.bytes += bytes;
      last.beside += more;
    } else {
      parts.push({ first: index, sizes: [size], bytes, beside: more });
    }
  }
  return parts.map(({ first, sizes }) => ({ first, ...slotsFor(sizes) }));
}

export class Arena {
  readonly buffer: GPUBuffer;
  readonly slices: readonly BufferSlice[];
  /** The variable or clone whose numbers were put into each slot. */
  readonly #held: (tf.DataId | undefined)[];

  /** All numbers are zero, also those between the slots. */
  constructor(
    private readonly backend: SlicedBackend,
    { bytes, places }: Slots,
  ) {
    const buffer = backend.acquire(bytes);
    backend.clear(buffer);
    this.buffer = buffer;
    this.slices = places.map((place) => ({ buffer, ...place }));
    this.#held = places.map(() => undefined);
  }

  /**
   * Call it before something overwrites slot `index`. Afterwards the slot holds the variable's
   * numbers and no clone's.
   */
  hold(index: number, variable: tf.Variable): void {
    const { backend } = this;
    const slice = this.slices[index];
    if (slice === undefined) throw new Error(`no slot ${index}`);
    const { dataId } = variable;
    const there = this.#held[index] === dataId && backend.isAt(dataId, slice);
    if (there && backend.refCount(dataId) === 1) return;
    this.#leaveToClones(index, slice);
    // Otherwise the variable is new here, or was assigned to because a checkpoint was loaded.
    if (!there) backend.copy(backend.sliceOf(variable), slice);
    tf.tidy(() => {
      const moved = backend.makeTensorInfo(variable.shape, variable.dtype);
      backend.putInto(moved, slice);
      variable.assign(tf.engine().makeTensorFromTensorInfo(moved));
    });
    this.#held[index] = variable.dataId;
  }

  /** Variables and clones that still exist get buffers of their own again. */
  dispose(): void {
    for (const [index, slice] of this.slices.entries()) this.#leaveToClones(index, slice);
    this.backend.bufferManager.releaseBuffer(this.buffer);
  }

  /** Gives tensors that still use the slot a copy of its numbers. */
  #leaveToClones(index: number, slice: BufferSlice): void {
    const dataId = this.#held[index];
    if (dataId === undefined || !this.backend.isAt(dataId, slice)) return;
    const buffer = this.backend.acquire(slice.size);
    this.backend.copy(slice, { buffer, offset: 0, size: slice.size });
    this.backend.putInto({ dataId }, buffer);
  }
}
