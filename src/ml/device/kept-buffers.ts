/** Buffers that stay as long as the device: tables, uniforms, room for partial sums. Not from tfjs' pool, which is another one while a step is recorded. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { sized } from './buffers.ts';

interface Kept {
  readonly buffer: GPUBuffer;
  forget(): void;
}

const kept = new WeakMap<WebGPUBackend, Kept[]>();

/** Makes one. `forget` is called when it turns out that there was no memory for it: it must not be used again. */
export function keepBuffer(backend: WebGPUBackend, descriptor: GPUBufferDescriptor, forget: () => void): GPUBuffer {
  const buffer = sized(backend.device.createBuffer(descriptor), descriptor.size);
  const all = kept.get(backend) ?? [];
  kept.set(backend, all);
  all.push({ buffer, forget });
  return buffer;
}

/** The same, with these numbers in it. */
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

/** How many there are, and what they take. */
export function keptBuffers(backend: WebGPUBackend): { count: number; bytes: number } {
  const all = kept.get(backend) ?? [];
  return { count: all.length, bytes: all.reduce((total, { buffer }) => total + buffer.size, 0) };
}

/** Forgets those that were made after there were `count`. */
export function forgetKeptBuffers(backend: WebGPUBackend, count: number): void {
  for (const { buffer, forget } of kept.get(backend)?.splice(count) ?? []) {
    forget();
    buffer.destroy();
  }
}
