/**
 * For tests: what a device's buffers take, counted where they are made and destroyed, and a device
 * with less memory than there is.
 */

export interface GpuMemory {
  /** Of all buffers that have been made and not destroyed. */
  readonly bytes: number;
  readonly buffers: number;
  /** The most that `bytes` has been. */
  readonly peak: number;
  /**
   * Buffers that would take more than this in total cannot be made: their making fails as it does
   * in nature. In bytes.
   */
  limit: number;
  /** How many could not. */
  readonly refused: number;
  /** `peak` begins anew. */
  resetPeak(): void;
  /** Devices are as they were. */
  end(): void;
}

/** Of all devices of the process, from now on. Buffers that were made before are not counted. */
export function watchGpuMemory(): GpuMemory {
  const device = GPUDevice.prototype;
  const buffer = GPUBuffer.prototype;
  const { createBuffer } = device;
  const { destroy } = buffer;
  const sizes = new Map<GPUBuffer, number>();
  let [bytes, peak, refused] = [0, 0, 0];
  const memory = {
    limit: Number.POSITIVE_INFINITY,
    get bytes() {
      return bytes;
    },
    get buffers() {
      return sizes.size;
    },
    get peak() {
      return peak;
    },
    get refused() {
      return refused;
    },
    resetPeak() {
      peak = bytes;
    },
    end() {
      device.createBuffer = createBuffer;
      buffer.destroy = destroy;
    },
  };
  device.createBuffer = function (this: GPUDevice, descriptor) {
    if (bytes + descriptor.size > memory.limit) {
      refused++;
      // More than any device has: an invalid buffer and an error, or an exception where it was to
      // be mapped.
      const size = 2 ** 50;
      return createBuffer.call(this, { ...descriptor, size });
    }
    const made = createBuffer.call(this, descriptor);
    sizes.set(made, descriptor.size);
    bytes += descriptor.size;
    peak = Math.max(peak, bytes);
    return made;
  };
  buffer.destroy = function (this: GPUBuffer) {
    bytes -= sizes.get(this) ?? 0;
    sizes.delete(this);
    return destroy.call(this);
  };
  return memory;
}
