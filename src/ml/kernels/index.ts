/** Our kernels in tfjs' registry. */
import type { AdapterFacts } from '../device/adapter.ts';
import { registerColumnSum } from './column-sum/index.ts';
import { registerConvolutions } from './conv2d/index.ts';
import { registerProducts } from './matmul/index.ts';

/** Before the first operation on a WebGPU device; again for another device. */
export function registerKernels(facts: AdapterFacts): void {
  registerConvolutions(facts);
  registerProducts(facts);
  registerColumnSum();
}
