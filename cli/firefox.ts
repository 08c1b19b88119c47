/**
 * Finds a stock Firefox on this machine, or installs one: from the distribution if possible,
 * otherwise from Mozilla. Playwright's own Firefox is patched and differs from visitors' browsers,
 * so it is not used.
 */
import { join } from 'node:path';
import { type Host, thisMachine } from './host.ts';
import { type Command, debianPackages, install, type Way } from './install.ts';
import { findFirefoxDriver, findLavapipe, type VulkanDriver } from './vulkan-driver.ts';

export interface Firefox {
  readonly path: string;
  readonly source: 'FIREFOX_PATH' | 'installed' | 'downloaded';
}

const commands = ['firefox-esr', 'firefox'];

const installedAt: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin/firefox-esr', '/usr/bin/firefox', '/opt/firefox/firefox'],
  darwin: [
    '/Applications/Firefox.app/Contents/MacOS/firefox',
    '/Applications/Firefox Developer Edition.app/Contents/MacOS/firefox',
    '/Applications/Firefox Nightly.app/Contents/MacOS/firefox',
  ],
};

/** FIREFOX_PATH, then an installed Firefox, then a downloaded one; null if there is none. */
export function findFirefox(host: Host = thisMachine): Firefox | null {
  const asked = host.env.FIREFOX_PATH;
  if (asked) {
    if (!host.exists(asked)) throw new Error(`FIREFOX_PATH names ${asked}, which is not there.`);
    return { path: asked, source: 'FIREFOX_PATH' };
  }
  const known = (installedAt[host.platform] ?? []).find((path) => host.exists(path));
  if (known !== undefined) return { path: known, source: 'installed' };
  for (const command of commands) {
    const path = host.which(command);
    if (path !== null) return { path, source: 'installed' };
  }
  return findDownloadedFirefox(host);
}

/** The download folder of `@puppeteer/browsers`, which is Puppeteer's default. */
const downloads = (host: Host) => host.env.PUPPETEER_CACHE_DIR || join(host.home, '.cache/puppeteer');

/** Paths below a folder such as `linux-stable_153.0` or `mac_arm-stable_153.0`. */
const downloadedBinaries = ['firefox/firefox', 'Firefox.app/Contents/MacOS/firefox'];

function findDownloadedFirefox(host: Host): Firefox | null {
  const root = join(downloads(host), 'firefox');
  const version = (folder: string) => Number.parseFloat(folder.slice(folder.lastIndexOf('_') + 1)) || 0;
  const newestFirst = [...host.list(root)].sort((a, b) => version(b) - version(a));
  for (const folder of newestFirst) {
    for (const binary of downloadedBinaries) {
      const path = join(root, folder, binary);
      if (host.exists(path)) return { path, source: 'downloaded' };
    }
  }
  return null;
}

/**
 * Ways to install Firefox here, in the order in which to try them. Ubuntu has no firefox-esr, so
 * there the second way works.
 */
export function waysToInstallFirefox(host: Host): readonly Way[] {
  const download: Command = ['npx', 'browsers', 'install', 'firefox@stable', '--path', downloads(host)];
  const debian = debianPackages(host, 'firefox-esr');
  return debian === null ? [[download]] : [debian, [download]];
}

/**
 * The browser of `findFirefox`, which is installed first if there is none. Throws one sentence if
 * that fails.
 */
export function findOrInstallFirefox(host: Host = thisMachine): Firefox {
  const found = findFirefox(host);
  if (found !== null) return found;
  console.log('No Firefox found; installing one.');
  const installed = install(waysToInstallFirefox(host), () => findFirefox(host));
  if (installed !== null) return installed;
  throw new Error('Firefox could not be installed. Install it, or set FIREFOX_PATH to one, and try again.');
}

/**
 * These preferences enable WebGPU if a stable Firefox does not offer it yet, and on software
 * adapters.
 */
export const firefoxPreferences = {
  'dom.webgpu.enabled': true,
  'dom.webgpu.workers.enabled': true,
  'gfx.webgpu.ignore-blocklist': true,
};

/** The Vulkan driver for Firefox. On a machine without a GPU, installs lavapipe if possible. */
export function findOrInstallFirefoxDriver(chromium: string, host: Host = thisMachine): VulkanDriver {
  const driver = findFirefoxDriver(host, chromium);
  if (driver.name !== 'swiftshader' && driver.name !== 'default') return driver;
  const mesa = debianPackages(host, 'mesa-vulkan-drivers');
  if (mesa !== null) install([mesa], () => findLavapipe(host));
  return findFirefoxDriver(host, chromium);
}
