/**
 * Tensors that a kernel reads as one range of one buffer: a kernel can bind only eight buffers, and
 * a network has more tensors.
 */
import * as tf from '@tensorflow/tfjs-core';
import { slotsFor } from './arena.ts';
import type { BufferSlice } from './buffers.ts';
import type { SlicedBackend } from './sliced-backend.ts';

export interface OneRange {
  /** What to bind. */
  readonly range: BufferSlice | tf.TensorInfo;
  /** Offset of each tensor in floats from the beginning of the range; multiples of four. */
  readonly offsets: readonly number[];
  /** Call it after the dispatch. */
  dispose(): void;
}

/**
 * Tensors that are side by side already, as a network's weights are during training, stay there if
 * `fits` agrees. Others are copied, in the order of the queue, one after another at multiples of 64
 * floats.
 */
export function inOneRange(
  backend: SlicedBackend,
  tensors: readonly tf.TensorInfo[],
  fits: (offsets: readonly number[]) => boolean = () => true,
): OneRange {
  const [first] = tensors;
  if (first === undefined) throw new Error('a range of nothing');
  // A dry run binds nothing, and tensors that have not been used have no buffer.
  if (tf.env().getBool('WEBGPU_ENGINE_COMPILE_ONLY')) {
    return { range: first, offsets: tensors.map(() => 0), dispose() {} };
  }
  const slices = tensors.map((tensor) => backend.sliceOf(tensor));
  const found = together(backend, slices);
  return found && fits(found.offsets) ? found : copied(backend, tensors, slices);
}

function together({ facts }: SlicedBackend, slices: readonly BufferSlice[]): OneRange | null {
  const [{ buffer }] = slices as [BufferSlice];
  if (slices.some((slice) => slice.buffer !== buffer)) return null;
  const offset = Math.min(...slices.map((slice) => slice.offset));
  const size = Math.max(...slices.map((slice) => slice.offset + slice.size)) - offset;
  if (size > facts.limits.maxStorageBufferBindingSize) return null;
  // At the end of a range of other tensors: elements of four floats.
  const range = { buffer, offset, size: Math.min(16 * Math.ceil(size / 16), buffer.size - offset) };
  return { range, offsets: slices.map((slice) => (slice.offset - offset) / 4), dispose() {} };
}

function copied(backend: SlicedBackend, tensors: readonly tf.TensorInfo[], slices: readonly BufferSlice[]): OneRange {
  const { bytes, places } = slotsFor(tensors.map(({ shape }) => tf.util.sizeFromShape(shape)));
  const range = backend.makeTensorInfo([bytes / 4], 'float32');
  const { buffer } = backend.sliceOf(range);
  for (const [i, place] of places.entries()) {
    const from = slices[i];
    if (from) backend.copy({ ...from, size: place.size }, { buffer, ...place });
  }
  return {
    range,
    offsets: places.map(({ offset }) => offset / 4),
    dispose() {
      backend.disposeData(range.dataId);
    },
  };
}

/** New tensors, side by side in `range`. */
export function tensorsInOneRange(backend: SlicedBackend, shapes: readonly (readonly number[])[]) {
  const tensors = shapes.map((shape) => backend.makeTensorInfo([...shape], 'float32'));
  const { bytes, places } = slotsFor(shapes.map((shape) => tf.util.sizeFromShape([...shape])));
  const range = backend.acquire(bytes);
  backend.divide(
    range,
    tensors.map((tensor, i) => ({ tensor, place: places[i] ?? { offset: 0, size: 0 } })),
  );
  return { tensors, range, offsets: places.map(({ offset }) => offset / 4) };
}
