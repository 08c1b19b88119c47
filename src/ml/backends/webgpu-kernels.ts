/**
 * Our kernels that replace those of tfjs' WebGPU backend, for any program that computes on it.
 * Kernels of operations that tfjs does not have register themselves (`registerOwnKernel`). Each
 * kernel has a folder in `src/ml/kernels`; `upsample` is the shortest.
 */
import type { AdapterFacts } from '../device/adapter.ts';
import { columnSums } from '../kernels/column-sum/index.ts';
import { convolutions } from '../kernels/conv2d/index.ts';
import { matrixProducts } from '../kernels/matmul/index.ts';
import type { Replacements } from '../kernels/shared/register-kernel.ts';

/** Keyed by tfjs' names of the kernels. */
export function webgpuKernels(facts: AdapterFacts): Replacements {
  return { ...convolutions(facts), ...matrixProducts(facts), ...columnSums };
}
