/**
 * Our kernels that replace those of tfjs' WebGPU backend, for any program that computes on it. A
 * kernel of an operation that tfjs does not have registers itself (`registerOwnKernel`). Each
 * kernel is a folder of `src/ml/kernels`; `upsample` is the shortest.
 */
import type { AdapterFacts } from '../device/adapter.ts';
import { columnSums } from '../kernels/column-sum/index.ts';
import { convolutions } from '../kernels/conv2d/index.ts';
import { matrixProducts } from '../kernels/matmul/index.ts';
import type { Replacements } from '../kernels/shared/register-kernel.ts';

/** By tfjs' names. */
export function webgpuKernels(facts: AdapterFacts): Replacements {
  return { ...convolutions(facts), ...matrixProducts(facts), ...columnSums };
}
