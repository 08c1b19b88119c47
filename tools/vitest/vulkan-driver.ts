import { spawnSync } from 'node:child_process';
import { findBrowser } from '../../cli/browser.ts';
import { thisMachine } from '../../cli/host.ts';
import { findVulkanDriver } from '../../cli/vulkan-driver.ts';

/**
 * Set once the driver has been chosen: each project of vite.config.ts calls this, in one process.
 */
const chosen = 'VULKAN_DRIVER_CHOSEN';

/**
 * Runs before any worker starts: chooses the Vulkan driver for Dawn (workers inherit the
 * environment) and prints the resulting adapter once.
 */
export default function setup(): void {
  if (process.env[chosen]) return;
  const driver = findVulkanDriver(thisMachine, findBrowser(thisMachine)?.path ?? null);
  Object.assign(process.env, driver.env, { [chosen]: driver.name });
  console.log(`Vulkan driver: ${driver.name} ${process.env.VK_ICD_FILENAMES ?? ''}`);
  spawnSync(process.execPath, ['--import', 'tsx', 'cli/adapter.ts'], { stdio: 'inherit' });
}
