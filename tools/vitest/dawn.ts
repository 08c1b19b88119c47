import { afterEach, expect } from 'vitest';
import { installDawn } from '../../cli/dawn.ts';
import { takeDifferences, verifyReplays } from '../../src/ml/device/verification.ts';
import { unusedKernels } from '../vite/lean-tensorflow.ts';

// Before tfjs is imported.
installDawn();
await import('@tensorflow/tfjs-backend-webgpu');
const { getKernel, unregisterKernel } = await import('@tensorflow/tfjs-core');
// The page is built without these kernels.
for (const kernel of unusedKernels) if (getKernel(kernel, 'webgpu')) unregisterKernel(kernel, 'webgpu');

const adapter = await navigator.gpu.requestAdapter();
if (adapter === null) throw new Error('These tests need WebGPU and Dawn found no adapter: see cli/vulkan-driver.ts.');

// A program is found again by its key: one that stands for two sources would compute what another is to.
(await import('../../src/ml/kernels/shared/compute-program.ts')).checkSources();
// Whatever a test replays is checked. Tests that count what a replayed run makes do so within fewer runs.
verifyReplays(8);
afterEach(() => {
  expect(takeDifferences(), 'what was replayed is what would be computed').toEqual([]);
});
