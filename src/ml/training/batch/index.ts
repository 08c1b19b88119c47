/**
 * The inputs of a training step, made where they are used: on WebGPU from a few words, elsewhere
 * from bytes.
 */
import { flipSome } from '../../data/augmentation.ts';
import type { PictureShape } from '../../data/description.ts';
import type { DeviceImages } from '../../data/device-images.ts';
import { webgpuBackend } from '../../device/current-backend.ts';
import { toTensor } from '../../pixels.ts';
import type { BatchAssembly, BatchContents } from './contents.ts';
import { createFusedBatch } from './webgpu.ts';

export type { BatchAssembly, BatchContents, BatchStreams, BatchTensors } from './contents.ts';

/**
 * Batches of `count` images of one shape. `stored`: all images, on the device; null: every batch
 * brings its own bytes.
 */
export function createBatchAssembly(
  contents: BatchContents,
  shape: PictureShape,
  count: number,
  stored: DeviceImages | null,
): BatchAssembly {
  const backend = webgpuBackend();
  return backend ? createFusedBatch(backend, contents, shape, count, stored) : composedBatch(contents, shape);
}

/**
 * Made from bytes by tfjs' operations. The kernel is checked against it, and backends without the
 * kernel use it.
 */
export function composedBatch({ compose }: BatchContents, shape: PictureShape): BatchAssembly {
  let next: Parameters<BatchAssembly['write']> | null = null;
  return {
    write(...batch) {
      next = batch;
    },
    make() {
      if (next === null) throw new Error('no batch has been written');
      const [images, streams] = next;
      if ('stored' in images) throw new Error('images on a device are for the kernel');
      const { bytes } = images;
      return compose(toTensor(streams.flips ? flipSome(bytes, shape, streams.flips) : bytes, shape), streams);
    },
    dispose() {},
  };
}
