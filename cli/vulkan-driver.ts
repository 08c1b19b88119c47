/**
 * Chooses the Vulkan driver for Dawn, the WebGPU of Node: the GPU's own if there is a GPU,
 * otherwise SwiftShader, the software driver in every Chromium. Without a choice, the loader would
 * try whatever driver files the distribution has installed.
 */
import { dirname, join } from 'node:path';
import type { Host } from './host.ts';

export interface VulkanDriver {
  /** The source of the driver, for the report. */
  readonly name: 'explicit' | 'metal' | 'gpu' | 'lavapipe' | 'swiftshader' | 'default';
  /**
   * Must be set before a process that uses Dawn starts, because the dynamic linker reads
   * LD_LIBRARY_PATH only then.
   */
  readonly env: Readonly<Record<string, string>>;
}

const swiftShaderFile = 'vk_swiftshader_icd.json';

/** Folders of browsers whose command is a script elsewhere. */
const browserFolders = [
  '/usr/lib/chromium',
  '/usr/lib/chromium-browser',
  '/usr/lib64/chromium-browser',
  '/opt/google/chrome',
  '/opt/microsoft/msedge',
  '/snap/chromium/current/usr/lib/chromium-browser',
];

const loaderFolders = [
  '/usr/lib/x86_64-linux-gnu',
  '/usr/lib/aarch64-linux-gnu',
  '/usr/lib64',
  '/usr/lib',
  '/usr/local/lib',
];
export const driverFolders = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

/** Driver files of software renderers, which do not indicate a GPU. */
const softwareDriver = /lvp|swiftshader|llvmpipe|mock/;

/**
 * A distribution installs the driver files of every vendor; only a device node shows that there is
 * a GPU.
 */
export function hasGpu(host: Host): boolean {
  const isNvidia = (name: string) => /^nvidia\d+$/.test(name);
  return host.list('/dev').some(isNvidia) || host.list('/dev/dri').some((name) => name.startsWith('renderD'));
}

export function gpuDrivers(host: Host, folders: readonly string[] = driverFolders): string[] {
  return folders.flatMap((folder) =>
    host
      .list(folder)
      .filter((name) => name.endsWith('.json') && !softwareDriver.test(name))
      .map((name) => join(folder, name)),
  );
}

/** Vulkan's loader, which finds the driver. Dawn loads it by its name. */
export const loaderFile = 'libvulkan.so.1';

export function hasLoader(host: Host): boolean {
  return loaderFolders.some((folder) => host.exists(join(folder, loaderFile)));
}

/** `browser`: the path of the browser found, or null. SwiftShader is searched beside it first. */
export function findVulkanDriver(host: Host, browser: string | null): VulkanDriver {
  if (host.platform === 'darwin') return { name: 'metal', env: {} };
  const { VK_ICD_FILENAMES, VK_DRIVER_FILES, LD_LIBRARY_PATH } = host.env;
  if (VK_ICD_FILENAMES || VK_DRIVER_FILES) return { name: 'explicit', env: {} };

  const drivers = hasGpu(host) ? gpuDrivers(host) : [];
  if (drivers.length > 0) return { name: 'gpu', env: { VK_ICD_FILENAMES: drivers.join(':') } };

  const beside = browser === null ? [] : [dirname(host.realPath(browser))];
  const folder = [...beside, ...browserFolders].find((candidate) => host.exists(join(candidate, swiftShaderFile)));
  if (folder === undefined) return { name: 'default', env: {} };

  const env: Record<string, string> = { VK_ICD_FILENAMES: join(folder, swiftShaderFile) };
  if (!hasLoader(host)) env.LD_LIBRARY_PATH = LD_LIBRARY_PATH ? `${LD_LIBRARY_PATH}:${folder}` : folder;
  return { name: 'swiftshader', env };
}

const lavapipeFile = /^lvp_icd.*\.json$/;

/** Mesa's software driver if the distribution's package is installed; otherwise null. */
export function findLavapipe(host: Host): string | null {
  for (const folder of driverFolders) {
    const name = host.list(folder).find((file) => lavapipeFile.test(file));
    if (name !== undefined) return join(folder, name);
  }
  return null;
}

/**
 * The Vulkan driver for Firefox: chosen as for Dawn, but with lavapipe before SwiftShader. Firefox
 * starts five times as fast with lavapipe, which stores compiled kernels on the disk; Firefox
 * itself does not.
 */
export function findFirefoxDriver(host: Host, chromium: string | null): VulkanDriver {
  const driver = findVulkanDriver(host, chromium);
  if (driver.name !== 'swiftshader' && driver.name !== 'default') return driver;
  const lavapipe = findLavapipe(host);
  if (lavapipe === null) return driver;
  return { name: 'lavapipe', env: { ...driver.env, VK_ICD_FILENAMES: lavapipe } };
}
