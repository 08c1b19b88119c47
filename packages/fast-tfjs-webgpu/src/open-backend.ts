/**
 * Opens tfjs' WebGPU backend like `base.ts` of tfjs 4.22, but as a `SlicedBackend`, which our
 * kernels need, and with the features and limits that they can use.
 */
import * as tf from '@tensorflow/tfjs-core';
import { adapterFacts, completeFields } from '../../../src/ml/device/adapter.ts';
import { SlicedBackend } from '../../../src/ml/device/sliced-backend.ts';
import { wantedOf } from '../../../src/ml/device/wanted.ts';

/** The feature with which tfjs draws tensors onto canvases. */
const drawing = 'bgra8unorm-storage';

/** Rejects if there is no adapter; tfjs then tries its next backend. */
export async function openBackend(): Promise<SlicedBackend> {
  const powerPreference = tf.env().getBool('WEBGPU_USE_LOW_POWER_GPU') ? 'low-power' : 'high-performance';
  const adapter = await navigator.gpu.requestAdapter({ powerPreference });
  if (adapter === null) throw new Error('no WebGPU adapter');
  const { requiredFeatures, requiredLimits } = wantedOf(adapter);
  const drawingFeatures = adapter.features.has(drawing) ? [drawing as GPUFeatureName] : [];
  const device = await adapter.requestDevice({
    requiredFeatures: [...requiredFeatures, ...drawingFeatures],
    requiredLimits,
  });
  const facts = await adapterFacts(adapter, device);
  completeFields(device, facts);
  const backend = new SlicedBackend(device, facts);
  // Probe before anything is submitted: a submit during the probe would make a late device look
  // prompt.
  await backend.answers.probe().catch(() => {}); // the device may be lost
  return backend;
}
