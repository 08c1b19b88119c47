/**
 * Buffers that live as long as the device: tables, uniforms, space for partial sums. They do not
 * come from tfjs' pool, because a recording replaces the pool.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { sized } from './buffers.ts';

interface Kept {
  readonly buffer: GPUBuffer;
  forget(): void;
}

const kept = new WeakMap<WebGPUBackend, Kept[]>();

/**
 * Makes a buffer. `forget` is called if there turns out to be no memory for it; it must not be used
 * afterwards.
 */
export function keepBuffer(backend: WebGPUBackend, descriptor: GPUBufferDescriptor, forget: () => void): GPUBuffer {
  const buffer = sized(backend.device.createBuffer(descriptor), descriptor.size);
  const all = kept.get(backend) ?? [];
  kept.set(backend, all);
  all.push({ buffer, forget });
  return buffer;
}

/** Makes a buffer that holds these numbers. */
export function keepNumbers(
  backend: WebGPUBackend,
  numbers: Uint32Array | Float32Array,
  usage: GPUBufferUsageFlags,
  forget: () => void,
): GPUBuffer {
  const size = Math.max(4, numbers.byteLength);
  const buffer = keepBuffer(backend, { size, usage, mappedAtCreation: true }, forget);
  new Uint8Array(buffer.getMappedRange()).set(new Uint8Array(numbers.buffer, numbers.byteOffset, numbers.byteLength));
  buffer.unmap();
  return buffer;
}

/** The number of kept buffers, and their size. */
export function keptBuffers(backend: WebGPUBackend): { count: number; bytes: number } {
  const all = kept.get(backend) ?? [];
  return { count: all.length, bytes: all.reduce((total, { buffer }) => total + buffer.size, 0) };
}

/** Forgets the buffers that were made after the first `count`. */
export function forgetKeptBuffers(backend: WebGPUBackend, count: number): void {
  for (const { buffer, forget } of kept.get(backend)?.splice(count) ?? []) {
    forget();
    buffer.destroy();
  }
}
