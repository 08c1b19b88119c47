/**
 * Gives Node a browser's WebGPU, through Dawn. tfjs detects WebGPU at import: call this first, then
 * `import()` tfjs.
 */
import { create, globals } from 'webgpu';
import { findBrowser } from './browser.ts';
import { thisMachine } from './host.ts';
import { makeTicksPatient } from './patient-ticks.ts';
import { findVulkanDriver } from './vulkan-driver.ts';

/**
 * Sets `navigator.gpu` and WebGPU's classes and constants. Call once per process; the driver's
 * loader reads the environment here.
 */
export function installDawn(): void {
  if ('navigator' in globalThis && 'gpu' in navigator) return;
  const { VK_ICD_FILENAMES } = findVulkanDriver(thisMachine, findBrowser(thisMachine)?.path ?? null).env;
  if (VK_ICD_FILENAMES !== undefined) process.env.VK_ICD_FILENAMES = VK_ICD_FILENAMES;
  makeTicksPatient();
  Object.assign(globalThis, globals);
  const gpu = create([]);
  // Node 20 has no navigator; later ones have one whose properties are read-only accessors.
  if (!('navigator' in globalThis)) {
    Object.defineProperty(globalThis, 'navigator', { value: { gpu }, configurable: true, writable: true });
  } else {
    Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true });
  }
}
