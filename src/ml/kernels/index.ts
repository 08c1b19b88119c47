/** Our kernels in tfjs' registry. */
import { registerColumnSum } from './column-sum/index.ts';
import { registerConvolutions } from './conv2d/index.ts';
import { registerProducts } from './matmul/index.ts';

/** Before the first operation on a WebGPU device; again for another device. */
export function registerKernels(device: GPUDevice): void {
  registerConvolutions(device);
  registerProducts(device);
  registerColumnSum();
}
