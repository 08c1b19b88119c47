/**
 * The GPU's buffers: slices of them, and calls that tfjs' pool lacks. tfjs' pool never frees memory
 * by itself.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** In bytes. On every adapter WebGPU can bind at multiples of 256. */
export interface BufferSlice {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}
export const sliceAlignment = 256;

export type Buffers = WebGPUBackend['bufferManager'];

export const tensorUsage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

/** The pool's records of its buffers, by size and usage; tfjs declares them private. */
interface PoolRecords {
  readonly freeBuffers: Map<string, GPUBuffer[]>;
  readonly usedBuffers: Map<string, GPUBuffer[]>;
  numUsedBuffers: number;
  numFreeBuffers: number;
  numBytesUsed: number;
  numBytesAllocated: number;
}

function recordsOf(buffers: Buffers): PoolRecords {
  return buffers as unknown as PoolRecords;
}

function keyOf(size: number, usage: GPUBufferUsageFlags): string {
  return `${size}_${usage}`;
}

/** Adds a buffer that is in use to the pool. Its user returns it with `releaseBuffer`. */
export function adopt(buffers: Buffers, buffer: GPUBuffer): void {
  const pool = recordsOf(buffers);
  const key = keyOf(buffer.size, buffer.usage);
  pool.freeBuffers.set(key, pool.freeBuffers.get(key) ?? []);
  pool.usedBuffers.set(key, [...(pool.usedBuffers.get(key) ?? []), buffer]);
  pool.numUsedBuffers++;
  pool.numBytesUsed += buffer.size;
  pool.numBytesAllocated += buffer.size;
}

/**
 * Sets a buffer's size to the requested one, by which pools find it again. A buffer that could not
 * be made may report another.
 */
export function sized(buffer: GPUBuffer, size: number): GPUBuffer {
  return buffer.size === size ? buffer : Object.defineProperty(buffer, 'size', { value: size });
}

/** Takes an unused buffer out of the pool. The caller destroys it. */
export function takeUnused(buffers: Buffers, size: number, usage: GPUBufferUsageFlags): GPUBuffer | undefined {
  const pool = recordsOf(buffers);
  const buffer = pool.freeBuffers.get(keyOf(size, usage))?.pop();
  if (buffer) {
    pool.numFreeBuffers--;
    pool.numBytesAllocated -= size;
  }
  return buffer;
}

/**
 * Destroys unused buffers of more than `keep` bytes each. Commands submitted earlier can still use
 * them.
 */
export function destroyUnused(buffers: Buffers, keep: number): void {
  const pool = recordsOf(buffers);
  for (const [key, unused] of pool.freeBuffers) {
    const size = unused[0]?.size ?? 0;
    if (size <= keep) continue;
    for (const buffer of unused) buffer.destroy();
    pool.numFreeBuffers -= unused.length;
    pool.numBytesAllocated -= size * unused.length;
    pool.freeBuffers.set(key, []);
  }
}
