/**
 * For tests of what we request of a device: Dawn's null backend. It has WebGPU's default limits and
 * the features that our kernels use. It validates like any other backend (storage buffers of a
 * program, workgroup memory, invocations, sizes of bindings, buffers both read and written in one
 * dispatch) and creates real buffers, but it compiles and computes nothing. Reading back gives
 * zeros, or whatever the memory held before, which may be NaN.
 */
import { create } from 'webgpu';
import { pretendGpu } from './pretended-gpu.testing.ts';

const lanes = (count: number) => ({ subgroupMinSize: count, subgroupMaxSize: count });

/** The info of several adapters, by which kernels choose their variants. */
export const adapterInfos = {
  lavapipe: { vendor: 'mesa', architecture: 'software' },
  'lavapipe with subgroups': { vendor: 'mesa', architecture: 'software', ...lanes(8) },
  swiftshader: { vendor: 'google', architecture: 'swiftshader' },
  'swiftshader with subgroups': { vendor: 'google', architecture: 'swiftshader', ...lanes(4) },
  'a GPU': { vendor: 'apple', architecture: 'metal-3', ...lanes(32) },
} as const;

const nullGpu = create(['backend=null']);

/** Makes this the only adapter, until the returned function is called. */
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
