/** The GPU's buffers: parts of them, and tfjs' pool, which never gives memory back by itself: what it has no call for. */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** In bytes. WebGPU binds at multiples of 256 on every adapter. */
export interface BufferSlice {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}
export const sliceAlignment = 256;

export type Buffers = WebGPUBackend['bufferManager'];

export const tensorUsage = () => GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_SRC | GPUBufferUsage.COPY_DST;

/** How it keeps its buffers, by size and usage; declared private. */
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

/** Puts a buffer that is in use into the pool. Its user gives it back with `releaseBuffer`. */
export function adopt(buffers: Buffers, buffer: GPUBuffer): void {
  const pool = recordsOf(buffers);
  const key = keyOf(buffer.size, buffer.usage);
  pool.freeBuffers.set(key, pool.freeBuffers.get(key) ?? []);
  pool.usedBuffers.set(key, [...(pool.usedBuffers.get(key) ?? []), buffer]);
  pool.numUsedBuffers++;
  pool.numBytesUsed += buffer.size;
  pool.numBytesAllocated += buffer.size;
}

/** Gives a buffer the size that was asked for, by which pools find it again: one that could not be made may say another. */
export function sized(buffer: GPUBuffer, size: number): GPUBuffer {
  return buffer.size === size ? buffer : Object.defineProperty(buffer, 'size', { value: size });
}

/** Takes an unused buffer out of the pool: it is the caller's to destroy. */
export function takeUnused(buffers: Buffers, size: number, usage: GPUBufferUsageFlags): GPUBuffer | undefined {
  const pool = recordsOf(buffers);
  const buffer = pool.freeBuffers.get(keyOf(size, usage))?.pop();
  if (buffer) {
    pool.numFreeBuffers--;
    pool.numBytesAllocated -= size;
  }
  return buffer;
}

/** Destroys the unused buffers of more than `keep` bytes each. Commands that were submitted before still have them. */
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
