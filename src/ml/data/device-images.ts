/**
 * The training images on the GPU, as bytes: CIFAR-10's 50,000 are 154 MB; as floats they would be
 * four times that. A batch is then a list of indices: no pixels are sent or copied again.
 */
import { type SlicedBackend, webgpuBackend } from '../device/current-backend.ts';
import { type PictureShape, pictureSize } from './description.ts';

/** A batch's images: their bytes, [n, side, side, channels], or their indices on the device. */
export type BatchImages =
  | { readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly stored: DeviceImages; readonly indices: Uint32Array<ArrayBuffer> };

export class DeviceImages {
  /** One image after another. */
  readonly buffer: GPUBuffer;
  readonly #imageBytes: number;
  #disposed = false;

  private constructor(
    private readonly backend: SlicedBackend,
    count: number,
    imageBytes: number,
  ) {
    this.#imageBytes = imageBytes;
    // tfjs counts it as its memory. It does not return to the pool: nothing else needs one as
    // large.
    this.buffer = backend.acquire(count * imageBytes);
  }

  /**
   * Allocates memory for `count` images of one shape. Null if that fails: on another backend,
   * beyond what the device can bind (WebGPU promises 128 MiB; discrete GPUs offer more), or out of
   * memory. Images are then sent batch by batch.
   */
  static async create(count: number, shape: PictureShape): Promise<DeviceImages | null> {
    const backend = webgpuBackend();
    if (!backend) return null;
    const imageBytes = pictureSize(shape);
    const { device, facts } = backend;
    const { maxBufferSize, maxStorageBufferBindingSize } = facts.limits;
    if (count * imageBytes > Math.min(maxBufferSize, maxStorageBufferBindingSize)) return null;
    for (const filter of ['validation', 'out-of-memory'] as const) device.pushErrorScope(filter);
    const images = new DeviceImages(backend, count, imageBytes);
    const errors = await Promise.all([device.popErrorScope(), device.popErrorScope()]);
    if (errors.every((error) => error === null)) return images;
    images.dispose();
    return null;
  }

  /**
   * `images`: bytes, [n, side, side, channels], with indices from `first` on. No queued step may
   * read these indices.
   */
  write(first: number, images: Uint8Array<ArrayBuffer>): void {
    if (!this.#disposed) this.backend.queue.writeBuffer(this.buffer, first * this.#imageBytes, images);
  }

  dispose(): void {
    this.#disposed = true;
    this.backend.bufferManager.releaseBuffer(this.buffer, false);
  }
}
