import { installDawn } from '../../cli/dawn.ts';

// Before the test file imports tfjs.
installDawn();

const adapter = await navigator.gpu.requestAdapter();
if (adapter === null) throw new Error('These tests need WebGPU and Dawn found no adapter: see cli/vulkan-driver.ts.');
