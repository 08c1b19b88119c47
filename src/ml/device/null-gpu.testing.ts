/**
 * For tests of what a device is asked for: Dawn's null backend. It has WebGPU's default limits and
 * the features that our kernels use, validates like any other backend (storage buffers of a
 * program, workgroup memory, invocations, sizes of bindings, buffers both read and written in one
 * dispatch) and makes real buffers, but compiles and computes nothing. What is read back is zeros:
 * its memory holds what was there before, now and then no number.
 */
import { create } from 'webgpu';
import { pretendGpu } from './pretended-gpu.testing.ts';

const lanes = (count: number) => ({ subgroupMinSize: count, subgroupMaxSize: count });

/** What an adapter says of itself, by which kernels choose their variants. */
export const adapterInfos = {
  lavapipe: { vendor: 'mesa', architecture: 'software' },
  'lavapipe with subgroups': { vendor: 'mesa', architecture: 'software', ...lanes(8) },
  swiftshader: { vendor: 'google', architecture: 'swiftshader' },
  'swiftshader with subgroups': { vendor: 'google', architecture: 'swiftshader', ...lanes(4) },
  'a GPU': { vendor: 'apple', architecture: 'metal-3', ...lanes(32) },
} as const;

const nullGpu = create(['backend=null']);

/** Until the function returned is called, this is the adapter that is found. */
export function pretendNullGpu(info: object): () => void {
  const { gpu } = navigator;
  const { requestAdapter } = gpu;
  gpu.requestAdapter = (options) => nullGpu.requestAdapter(options);
  const { getMappedRange } = GPUBuffer.prototype;
  GPUBuffer.prototype.getMappedRange = function (...range) {
    const mapped = getMappedRange.apply(this, range);
    new Uint8Array(mapped).fill(0);
    return mapped;
  };
  const stopPretending = pretendGpu({ adapter: { info }, device: { adapterInfo: info } });
  return () => {
    stopPretending();
    GPUBuffer.prototype.getMappedRange = getMappedRange;
    gpu.requestAdapter = requestAdapter;
  };
}
