import { spawnSync } from 'node:child_process';
import { findBrowser } from '../../cli/browser.ts';
import { thisMachine } from '../../cli/host.ts';
import { findVulkanDriver } from '../../cli/vulkan-driver.ts';

/** Before any worker starts: chooses the Vulkan driver for Dawn (workers inherit the environment) and says once which adapter that gives. */
export default function setup(): void {
  const driver = findVulkanDriver(thisMachine, findBrowser(thisMachine)?.path ?? null);
  Object.assign(process.env, driver.env);
  console.log(`Vulkan driver: ${driver.name} ${process.env.VK_ICD_FILENAMES ?? ''}`);
  spawnSync(process.execPath, ['--import', 'tsx', 'cli/adapter.ts'], { stdio: 'inherit' });
}
