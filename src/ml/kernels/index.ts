/** Our kernels in tfjs' registry. */
import type { AdapterFacts } from './adapter.ts';
import { registerColumnSum } from './column-sum/index.ts';
import { registerConvolutions } from './conv2d/index.ts';
import { registerProducts } from './matmul/index.ts';

/** Before the first operation on a WebGPU device; again for another device. */
export function registerKernels(adapter: AdapterFacts): void {
  registerConvolutions(adapter);
  registerProducts(adapter);
  registerColumnSum();
}
