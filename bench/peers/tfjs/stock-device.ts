/**
 * tfjs' unmodified WebGPU backend, under its own name and on its own device, opened with what tfjs
 * itself requests from an adapter, without our kernels. Our operations look for the backend named
 * `webgpu`; under this name they fall back to tfjs' operations.
 */
import { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { requestAdapter } from '../../../src/ml/device/request-device.ts';
import { stockKernels } from '../../../src/ml/kernels/shared/register-kernel.ts';

export const stockBackendName = 'webgpu-stock';

/** Opens the device as tfjs 4.22's `base.ts` does. */
const features = ['timestamp-query'] as const satisfies readonly GPUFeatureName[];
const limits = [
  'maxComputeWorkgroupStorageSize',
  'maxComputeWorkgroupsPerDimension',
  'maxStorageBufferBindingSize',
  'maxBufferSize',
  'maxComputeWorkgroupSizeX',
  'maxComputeInvocationsPerWorkgroup',
] as const satisfies readonly (keyof GPUSupportedLimits)[];

export interface StockDevice {
  readonly backend: WebGPUBackend;
  /** Reports the GPU's errors outside any call. */
  errors(listener: (error: Error) => void): void;
  /** Resolves when the GPU has done everything that was submitted. */
  idle(): Promise<void>;
  dispose(): void;
}

/** Makes it tfjs' current backend. Only one may be open at a time. */
export async function openStockDevice(): Promise<StockDevice> {
  const adapter = await requestAdapter();
  const device = await adapter.requestDevice({
    label: 'stock tfjs',
    requiredFeatures: features.filter((feature) => adapter.features.has(feature)),
    requiredLimits: Object.fromEntries(limits.map((limit) => [limit, adapter.limits[limit]])),
  });
  const backend = new WebGPUBackend(device, adapter.info);
  copyStockKernels();
  tf.registerBackend(stockBackendName, () => backend);
  if (!(await tf.setBackend(stockBackendName))) throw new Error('tfjs could not start its stock backend');
  return {
    backend,
    errors(listener) {
      device.addEventListener('uncapturederror', ({ error }) => listener(new Error(error.message)));
    },
    async idle() {
      backend.ensureCommandEncoderReady();
      backend.endComputePassEncoder();
      backend.submitQueue();
      await device.queue.onSubmittedWorkDone();
    },
    dispose() {
      tf.removeBackend(stockBackendName);
      device.destroy();
    },
  };
}

/** Works also if our kernels have replaced tfjs' already. */
function copyStockKernels(): void {
  if (tf.getKernelsForBackend(stockBackendName).length > 0) return;
  tf.copyRegisteredKernels('webgpu', stockBackendName);
  for (const config of stockKernels('webgpu').values()) {
    tf.unregisterKernel(config.kernelName, stockBackendName);
    tf.registerKernel({ ...config, backendName: stockBackendName });
  }
}
