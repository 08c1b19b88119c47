/**
 * A kernel is a folder beside this one; `upsample/` is the shortest. This registers
 * our kernels in tfjs' registry, for its WebGPU and its JavaScript backend. A kernel either
 * replaces one of tfjs' own, which is kept for unsupported cases and for comparisons, or has a name
 * that tfjs does not know.
 */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../device/sliced-backend.ts';

interface Backends {
  readonly webgpu: SlicedBackend;
  readonly cpu: MathBackendCPU;
}
type BackendName = keyof Backends;

/** The arguments that tfjs passes to a kernel, as loosely typed as there. */
export interface KernelCall<Name extends BackendName = 'webgpu'> {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attributes: tf.NamedAttrMap;
  readonly backend: Backends[Name];
}

/** Returns null for cases that it does not support; tfjs' own kernel then runs. */
export type Replacement<Name extends BackendName = 'webgpu'> = (call: KernelCall<Name>) => tf.TensorInfo | null;

/** By tfjs' names. */
export type Replacements<Name extends BackendName = 'webgpu'> = Readonly<Record<string, Replacement<Name>>>;

const stock: Readonly<Record<BackendName, Map<string, tf.KernelConfig>>> = { webgpu: new Map(), cpu: new Map() };

/** tfjs' own kernels that have been replaced, by name. */
export function stockKernels(backendName: BackendName): ReadonlyMap<string, tf.KernelConfig> {
  return stock[backendName];
}

/** May be called again, with other replacements. */
export function replaceKernels<Name extends BackendName>(backendName: Name, replacements: Replacements<Name>): void {
  for (const [kernelName, replacement] of Object.entries(replacements)) {
    const config = stock[backendName].get(kernelName) ?? tf.getKernel(kernelName, backendName);
    if (config === undefined) throw new Error(`tfjs' ${backendName} backend has no kernel ${kernelName}`);
    stock[backendName].set(kernelName, config);
    register({
      ...config,
      kernelFunc: (call) => {
        // tfjs gives every kernel its backend and attributes without their types.
        const { inputs, attrs = {} } = call;
        const backend = call.backend as Backends[Name];
        return replacement({ inputs, attributes: attrs, backend }) ?? config.kernelFunc(call);
      },
    });
  }
}

/** Restores tfjs' own kernels, for a comparison. */
export function restoreStockKernels(backendName: BackendName): void {
  for (const config of stock[backendName].values()) register(config);
}

function register(config: tf.KernelConfig): void {
  tf.unregisterKernel(config.kernelName, config.backendName);
  tf.registerKernel(config);
}

/**
 * Registers a kernel that tfjs does not have, for the WebGPU backend. tfjs passes backend, inputs
 * and attributes to every kernel without their types; only here do they get the types of what the
 * kernel's callers pass.
 */
export function registerOwnKernel<Inputs, Attributes = undefined>(
  kernelName: string,
  run: (backend: SlicedBackend, inputs: Inputs, attributes: Attributes) => tf.TensorInfo | tf.TensorInfo[],
): void {
  tf.registerKernel({
    kernelName,
    backendName: 'webgpu',
    kernelFunc: ({ backend, inputs, attrs }) =>
      run(backend as SlicedBackend, inputs as unknown as Inputs, attrs as unknown as Attributes),
  });
}
