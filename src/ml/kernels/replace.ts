/** Puts kernels of ours in the place of tfjs' own, and keeps those: for what ours do not do, and to measure against. */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../device/sliced.ts';

/** What tfjs hands to a kernel, untyped as it is there. */
export interface KernelCall {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attributes: tf.NamedAttrMap;
  readonly backend: SlicedBackend;
}

/** Null where it does not do what is asked: then tfjs' own kernel does. */
export type Replacement = (call: KernelCall) => tf.TensorInfo | null;

const backendName = 'webgpu';
const stock = new Map<string, tf.KernelConfig>();

/** tfjs' own kernels that have been replaced, by name. */
export const stockKernels: ReadonlyMap<string, tf.KernelConfig> = stock;

function stockKernel(kernelName: string): tf.KernelConfig {
  const kept = stock.get(kernelName);
  if (kept !== undefined) return kept;
  const config = tf.getKernel(kernelName, backendName);
  if (config === undefined) throw new Error(`tfjs' WebGPU backend has no kernel ${kernelName}`);
  stock.set(kernelName, config);
  return config;
}

function register(config: tf.KernelConfig): void {
  tf.unregisterKernel(config.kernelName, backendName);
  tf.registerKernel(config);
}

/** May be called again, to take another replacement. */
export function replaceKernel(kernelName: string, replacement: Replacement): void {
  const config = stockKernel(kernelName);
  register({
    ...config,
    kernelFunc: (call) => {
      // tfjs gives every kernel its backend and attributes without their types.
      const { inputs, attrs = {} } = call;
      const backend = call.backend as SlicedBackend;
      return replacement({ inputs, attributes: attrs, backend }) ?? config.kernelFunc(call);
    },
  });
}

/** tfjs' own kernels again, for a comparison. */
export function restoreStockKernels(): void {
  for (const config of stock.values()) register(config);
}
