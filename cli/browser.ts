/**
 * Finds a Chromium with WebGPU on this machine, or installs one. A network that reaches a
 * distribution's packages may not reach Playwright's downloads, and the reverse, so both are tried.
 * `chromium-headless-shell` has no WebGPU and is never chosen.
 */
import { join } from 'node:path';
import { type Host, thisMachine } from './host.ts';
import { type Command, debianPackages, install, type Way } from './install.ts';

export interface Browser {
  readonly path: string;
  readonly source: 'CHROMIUM_PATH' | 'installed' | 'playwright';
}

const commands = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'google-chrome-beta'];

const installedAt: Partial<Record<NodeJS.Platform, readonly string[]>> = {
  linux: ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome', '/opt/google/chrome/chrome'],
  darwin: [
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome Canary.app/Contents/MacOS/Google Chrome Canary',
    '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
  ],
};

/**
 * Paths below `chromium-<revision>` in Playwright's folder, whose layout has changed over the
 * years.
 */
const playwrightBinaries = [
  'chrome-linux/chrome',
  'chrome-linux64/chrome',
  'chrome-mac/Chromium.app/Contents/MacOS/Chromium',
  'chrome-mac-arm64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
  'chrome-mac-x64/Google Chrome for Testing.app/Contents/MacOS/Google Chrome for Testing',
];

const hasWebGpu = (path: string) => !path.includes('headless-shell') && !path.includes('headless_shell');

/**
 * CHROMIUM_PATH, then an installed Chrome or Chromium, then Playwright's own; null if there is
 * none.
 */
export function findBrowser(host: Host = thisMachine): Browser | null {
  const asked = host.env.CHROMIUM_PATH;
  if (asked) {
    if (!host.exists(asked)) throw new Error(`CHROMIUM_PATH names ${asked}, which is not there.`);
    if (!hasWebGpu(asked)) throw new Error(`CHROMIUM_PATH names ${asked}: a headless shell, which has no WebGPU.`);
    return { path: asked, source: 'CHROMIUM_PATH' };
  }
  const known = (installedAt[host.platform] ?? []).find((path) => host.exists(path));
  if (known !== undefined) return { path: known, source: 'installed' };
  for (const command of commands) {
    const path = host.which(command);
    if (path !== null && hasWebGpu(path)) return { path, source: 'installed' };
  }
  return findPlaywrightsBrowser(host);
}

function findPlaywrightsBrowser(host: Host): Browser | null {
  const cache = host.platform === 'darwin' ? 'Library/Caches/ms-playwright' : '.cache/ms-playwright';
  const root = host.env.PLAYWRIGHT_BROWSERS_PATH || join(host.home, cache);
  const revision = (folder: string) => Number(folder.slice('chromium-'.length));
  const newestFirst = host
    .list(root)
    .filter((name) => /^chromium-\d+$/.test(name))
    .sort((a, b) => revision(b) - revision(a));
  for (const folder of newestFirst) {
    for (const binary of playwrightBinaries) {
      const path = join(root, folder, binary);
      if (host.exists(path)) return { path, source: 'playwright' };
    }
  }
  return null;
}

/** Ways to install a browser here, in the order in which to try them. */
export function waysToInstall(host: Host): readonly Way[] {
  // `chromium`, without the headless shell: the shell has no WebGPU. --with-deps needs root.
  const playwright: Command = [
    'npx',
    'playwright',
    'install',
    '--no-shell',
    ...(host.isRoot ? ['--with-deps'] : []),
    'chromium',
  ];
  const debian = debianPackages(host, 'chromium');
  return debian === null ? [[playwright]] : [debian, [playwright]];
}

/**
 * The browser of `findBrowser`, which is installed first if there is none. Throws one sentence if
 * that fails.
 */
export function findOrInstallBrowser(host: Host = thisMachine): Browser {
  const found = findBrowser(host);
  if (found !== null) return found;
  console.log('No Chrome or Chromium found; installing one.');
  const installed = install(waysToInstall(host), () => findBrowser(host));
  if (installed !== null) return installed;
  throw new Error(
    'No browser could be installed. Install Chrome or Chromium, or set CHROMIUM_PATH to one, and try again.',
  );
}
