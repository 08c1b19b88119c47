/** Puts kernels of ours in the place of those of tfjs' JavaScript backend, as `replace.ts` does for WebGPU. */
import type { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';

const backendName = 'cpu';

export interface JavaScriptCall {
  readonly inputs: tf.NamedTensorInfoMap;
  readonly attributes: tf.NamedAttrMap;
  readonly backend: MathBackendCPU;
}

/** Null where it does not do what is asked: then tfjs' own kernel does. */
export type JavaScriptKernel = (call: JavaScriptCall) => tf.TensorInfo | null;

export interface Floats {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/** An input's shape and values; null where it is none, or not kept as floats of 32 bits. */
export function floatsOf({ inputs, backend }: JavaScriptCall, name: string): Floats | null {
  const info = inputs[name];
  if (info?.dtype !== 'float32') return null;
  const values = backend.readSync(info.dataId);
  return values instanceof Float32Array ? { shape: info.shape, values } : null;
}

const stock = new Map<string, tf.KernelConfig>();

/** Kernels by tfjs' names. May be called again. */
export function replaceJavaScriptKernels(kernels: Readonly<Record<string, JavaScriptKernel>>): void {
  for (const [kernelName, kernel] of Object.entries(kernels)) {
    const config = stock.get(kernelName) ?? tf.getKernel(kernelName, backendName);
    if (config === undefined) throw new Error(`tfjs' JavaScript backend has no kernel ${kernelName}`);
    stock.set(kernelName, config);
    register({
      ...config,
      kernelFunc: (call) => {
        const { inputs, attrs = {} } = call;
        const backend = call.backend as MathBackendCPU;
        return kernel({ inputs, attributes: attrs, backend }) ?? config.kernelFunc(call);
      },
    });
  }
}

/** tfjs' own again, for a comparison. */
export function restoreStockJavaScriptKernels(): void {
  for (const config of stock.values()) register(config);
}

function register(config: tf.KernelConfig): void {
  tf.unregisterKernel(config.kernelName, backendName);
  tf.registerKernel(config);
}
