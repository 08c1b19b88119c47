import { afterEach, expect } from 'vitest';
import { installDawn } from '../../cli/dawn.ts';
import { takeDifferences, verifyReplays } from '../../src/ml/device/verification.ts';
import { unusedKernels } from '../vite/lean-tensorflow.ts';

// Must run before tfjs is imported.
installDawn();
await import('@tensorflow/tfjs-backend-webgpu');
const { getKernel, unregisterKernel } = await import('@tensorflow/tfjs-core');
// The built page does not contain these kernels.
for (const kernel of unusedKernels) if (getKernel(kernel, 'webgpu')) unregisterKernel(kernel, 'webgpu');

const adapter = await navigator.gpu.requestAdapter();
if (adapter === null) throw new Error('These tests need WebGPU and Dawn found no adapter: see cli/vulkan-driver.ts.');

// Programs are cached by key: if one key had two sources, the wrong program would run.
(await import('../../src/ml/kernels/shared/compute-program.ts')).checkSources();
// Every replay in a test is checked. Tests that count the work of a replayed run use fewer runs
// than the check's interval.
verifyReplays(8);
afterEach(() => {
  expect(takeDifferences(), 'what was replayed is what would be computed').toEqual([]);
});
