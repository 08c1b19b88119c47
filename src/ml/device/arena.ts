/** Variables side by side in one buffer. Whoever reads or assigns them notices nothing, and whoever holds a clone keeps the numbers it was made of. */
import * as tf from '@tensorflow/tfjs-core';
import { type BufferSlice, sliceAlignment } from './buffers.ts';
import type { SlicedBackend } from './sliced-backend.ts';

export interface Slots {
  /** Of all slots together. */
  readonly bytes: number;
  /** Of each variable: its offset and size in bytes. */
  readonly places: readonly Omit<BufferSlice, 'buffer'>[];
}

/** One float32 number after another, each tensor at a multiple of what a binding may begin at. */
export function slotsFor(sizes: readonly number[]): Slots {
  let bytes = 0;
  const places = sizes.map((floats) => {
    const place = { offset: bytes, size: 4 * floats };
    bytes += Math.ceil(place.size / sliceAlignment) * sliceAlignment;
    return place;
  });
  return { bytes, places };
}

/** Slots of consecutive variables, of which the first has this index. */
export interface PartOfSlots extends Slots {
  readonly first: number;
}

/**
 * The same in as few parts as have at most `mostBytes` each: one behind the other they would be one. `beside`: bytes for each tensor in another buffer, of
 * which the same holds. Null where a single tensor is larger.
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
  /** Whose numbers were put into each slot: a variable's, or by now its clones'. */
  readonly #held: (tf.DataId | undefined)[];

  /** Zeros, also between the slots. */
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

  /** Before something writes over slot `index`: the variable's numbers stand there, and nobody else's do. */
  hold(index: number, variable: tf.Variable): void {
    const { backend } = this;
    const slice = this.slices[index];
    if (slice === undefined) throw new Error(`no slot ${index}`);
    const { dataId } = variable;
    const there = this.#held[index] === dataId && backend.isAt(dataId, slice);
    if (there && backend.refCount(dataId) === 1) return;
    this.#leaveToClones(index, slice);
    // Else new here, or assigned to: a checkpoint was loaded.
    if (!there) backend.copy(backend.sliceOf(variable), slice);
    tf.tidy(() => {
      const moved = backend.makeTensorInfo(variable.shape, variable.dtype);
      backend.putInto(moved, slice);
      variable.assign(tf.engine().makeTensorFromTensorInfo(moved));
    });
    this.#held[index] = variable.dataId;
  }

  /** Variables and clones that are still there get buffers of their own again. */
  dispose(): void {
    for (const [index, slice] of this.slices.entries()) this.#leaveToClones(index, slice);
    this.backend.bufferManager.releaseBuffer(this.buffer);
  }

  /** Whoever still looks at the slot looks at a copy from here on. */
  #leaveToClones(index: number, slice: BufferSlice): void {
    const dataId = this.#held[index];
    if (dataId === undefined || !this.backend.isAt(dataId, slice)) return;
    const buffer = this.backend.acquire(slice.size);
    this.backend.copy(slice, { buffer, offset: 0, size: slice.size });
    this.backend.putInto({ dataId }, buffer);
  }
}
