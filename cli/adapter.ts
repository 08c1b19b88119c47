/** Prints the WebGPU adapter that Dawn finds in Node, and its features. Exit 1: there is none. */
import { installDawn } from './dawn.ts';

installDawn();
const adapter = await navigator.gpu.requestAdapter();
if (adapter === null) {
  console.error('WebGPU in Node: no adapter. Install a Vulkan driver, or a Chromium (it carries a software one).');
  process.exit(1);
}
const { vendor, architecture, device, description } = adapter.info;
console.log(`WebGPU in Node: ${[vendor, architecture, device, description].filter(Boolean).join(', ')}`);
console.log(`  features: ${[...adapter.features].sort().join(' ')}`);
// Dawn's threads would keep the process alive.
process.exit(0);
