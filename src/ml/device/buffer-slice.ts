/** A part of a GPU buffer. Apart from `sliced-backend.ts`, which loads tfjs' WebGPU backend. */

/** In bytes. WebGPU binds at multiples of 256 on every adapter. */
export interface BufferSlice {
  readonly buffer: GPUBuffer;
  readonly offset: number;
  readonly size: number;
}
export const sliceAlignment = 256;
