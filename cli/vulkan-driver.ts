/**
 * Which Vulkan driver Dawn, the WebGPU of Node, is to use: a GPU's own where there is a GPU, else SwiftShader, the software driver that
 * every Chromium carries. Without this, the loader tries whatever driver files a distribution happens to have installed.
 */
import { dirname, join } from 'node:path';
import type { Host } from './host.ts';

export interface VulkanDriver {
  /** For the report: where the driver comes from. */
  readonly name: 'explicit' | 'metal' | 'gpu' | 'lavapipe' | 'swiftshader' | 'default';
  /** To be set before a process that uses Dawn starts (the dynamic linker reads LD_LIBRARY_PATH only then). */
  readonly env: Readonly<Record<string, string>>;
}

const swiftShaderFile = 'vk_swiftshader_icd.json';

/** Where browsers lie whose command is a script elsewhere. */
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
const driverFolders = ['/etc/vulkan/icd.d', '/usr/share/vulkan/icd.d', '/usr/local/share/vulkan/icd.d'];

/** Driver files of software renderers: they say nothing about a GPU. */
const softwareDriver = /lvp|swiftshader|llvmpipe|mock/;

/** A distribution installs every vendor's driver file; only a device node shows that there is a GPU to drive. */
function hasGpu(host: Host): boolean {
  return host.exists('/dev/nvidia0') || host.list('/dev/dri').some((name) => name.startsWith('renderD'));
}

function gpuDrivers(host: Host): string[] {
  return driverFolders.flatMap((folder) =>
    host
      .list(folder)
      .filter((name) => name.endsWith('.json') && !softwareDriver.test(name))
      .map((name) => join(folder, name)),
  );
}

/** `browser`: the path of the browser found, or null; SwiftShader is sought beside it first. */
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
  const hasLoader = loaderFolders.some((candidate) => host.exists(join(candidate, 'libvulkan.so.1')));
  if (!hasLoader) env.LD_LIBRARY_PATH = LD_LIBRARY_PATH ? `${LD_LIBRARY_PATH}:${folder}` : folder;
  return { name: 'swiftshader', env };
}

const lavapipeFile = /^lvp_icd.*\.json$/;

/** Mesa's software driver, where the distribution's package is installed; else null. */
export function findLavapipe(host: Host): string | null {
  for (const folder of driverFolders) {
    const name = host.list(folder).find((file) => lavapipeFile.test(file));
    if (name !== undefined) return join(folder, name);
  }
  return null;
}

/**
 * What Firefox is to use: like Dawn, but lavapipe before SwiftShader. A start is five times as fast with it: it keeps compiled
 * kernels on the disk, and Firefox does not.
 */
export function findFirefoxDriver(host: Host, chromium: string | null): VulkanDriver {
  const driver = findVulkanDriver(host, chromium);
  if (driver.name !== 'swiftshader' && driver.name !== 'default') return driver;
  const lavapipe = findLavapipe(host);
  if (lavapipe === null) return driver;
  return { name: 'lavapipe', env: { ...driver.env, VK_ICD_FILENAMES: lavapipe } };
}
