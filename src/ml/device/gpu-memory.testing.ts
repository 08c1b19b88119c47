/**
 * For tests: counts the memory of a device's buffers as they are created and destroyed, and
 * simulates a device with less memory.
 */

export interface GpuMemory {
  /** Total size of all buffers that exist. */
  readonly bytes: number;
  readonly buffers: number;
  /** The largest value that `bytes` has had. */
  readonly peak: number;
  /**
   * Total size in bytes beyond which no buffer can be created; creating one then fails as on a real
   * device.
   */
  limit: number;
  /** Number of buffers that could not be created. */
  readonly refused: number;
  /** Resets `peak` to the current `bytes`. */
  resetPeak(): void;
  /** Restores the devices. */
  end(): void;
}

/** Watches all devices of the process from now on. Buffers that exist already are not counted. */
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
      // Larger than any device allows: gives an invalid buffer and an error, or an exception if it
      // is to be mapped.
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
