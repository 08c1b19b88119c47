/**
 * The command queue of tfjs 4.22's WebGPU backend, which tfjs declares private. Our kernels need it
 * for what tfjs has no call for.
 */
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type { TensorInfo } from '@tensorflow/tfjs-core';

export interface BackendQueue {
  commandEncoder: GPUCommandEncoder | null;
  computePassEncoder: GPUComputePassEncoder | null;
  /**
   * Tensors that commands in the queue use. Their buffers become free for others only after the
   * next submit.
   */
  commandQueueOwnedIds: WeakSet<object>;
  dispatchCountInPass: number;
  /**
   * By key, including those that are being compiled while tfjs' flag WEBGPU_ENGINE_COMPILE_ONLY is
   * set.
   */
  readonly pipelineCache: Record<string, GPUComputePipeline | Promise<GPUComputePipeline>>;
  uniformPendingDisposal: GPUBuffer[];
  /** Called when nothing in the queue uses the tensor any more. */
  releaseResource(dataId: object): void;
  tensorToBinding(tensor: TensorInfo): GPUBindingResource;
}

export function queueOf(backend: WebGPUBackend): BackendQueue {
  return backend as unknown as BackendQueue;
}
