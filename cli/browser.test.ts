import { describe, expect, test } from 'vitest';
import { findBrowser, waysToInstall } from './browser.ts';
import { findFirefox, waysToInstallFirefox } from './firefox.ts';
import type { Host } from './host.ts';
import { findFirefoxDriver, findVulkanDriver } from './vulkan-driver.ts';

/** A machine that has only these files. */
function machine(files: readonly string[], over: Partial<Host> = {}): Host {
  return {
    platform: 'linux',
    env: {},
    home: '/home/ada',
    isRoot: false,
    exists: (path) => files.some((file) => file === path || file.startsWith(`${path}/`)),
    list: (folder) => [
      ...new Set(
        files.filter((f) => f.startsWith(`${folder}/`)).map((f) => f.slice(folder.length + 1).split('/')[0] ?? ''),
      ),
    ],
    realPath: (path) => path,
    which: () => null,
    ...over,
  };
}

const chrome = '/opt/google/chrome/chrome';

describe('the browser', () => {
  test('CHROMIUM_PATH wins over an installed one', () => {
    const host = machine([chrome, '/my/chromium'], { env: { CHROMIUM_PATH: '/my/chromium' } });
    expect(findBrowser(host)).toEqual({ path: '/my/chromium', source: 'CHROMIUM_PATH' });
  });

  test('a CHROMIUM_PATH that does not exist is an error; no other browser is taken', () => {
    expect(() => findBrowser(machine([chrome], { env: { CHROMIUM_PATH: '/gone' } }))).toThrow('/gone');
  });

  test('a headless shell is never chosen: it has no WebGPU', () => {
    const shell = '/usr/bin/chromium-headless-shell';
    expect(() => findBrowser(machine([shell], { env: { CHROMIUM_PATH: shell } }))).toThrow('WebGPU');
    expect(findBrowser(machine([shell], { which: () => shell }))).toBeNull();
    const cached = '/home/ada/.cache/ms-playwright/chromium_headless_shell-1200/chrome-linux/headless_shell';
    expect(findBrowser(machine([cached]))).toBeNull();
  });

  test('finds an installed browser by its usual path or by PATH', () => {
    expect(findBrowser(machine([chrome]))?.path).toBe(chrome);
    const onPath = machine([], { which: (name) => (name === 'google-chrome-stable' ? '/nix/chrome' : null) });
    expect(findBrowser(onPath)).toEqual({ path: '/nix/chrome', source: 'installed' });
  });

  test('finds the app on macOS', () => {
    const app = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome';
    expect(findBrowser(machine([app], { platform: 'darwin' }))?.path).toBe(app);
  });

  test("takes Playwright's newest", () => {
    const cache = '/home/ada/.cache/ms-playwright';
    const host = machine([`${cache}/chromium-999/chrome-linux/chrome`, `${cache}/chromium-1200/chrome-linux64/chrome`]);
    expect(findBrowser(host)).toEqual({ path: `${cache}/chromium-1200/chrome-linux64/chrome`, source: 'playwright' });
  });

  test('is installed from the distribution as root, else by Playwright, without the headless shell', () => {
    const root = machine([], { isRoot: true, which: (name) => `/usr/bin/${name}` });
    const [first, second] = waysToInstall(root);
    expect(first?.map((command) => command.slice(0, 2))).toEqual([
      ['apt-get', 'update'],
      ['apt-get', 'install'],
    ]);
    expect(second?.[0]).toContain('--no-shell');
    expect(waysToInstall(machine([]))).toHaveLength(1);
    expect(waysToInstall(machine([], { isRoot: true, platform: 'darwin' }))).toHaveLength(1);
  });
});

describe('Firefox', () => {
  const debians = '/usr/bin/firefox-esr';

  test('FIREFOX_PATH wins over an installed one, and is an error if it does not exist', () => {
    const host = machine([debians, '/my/firefox'], { env: { FIREFOX_PATH: '/my/firefox' } });
    expect(findFirefox(host)).toEqual({ path: '/my/firefox', source: 'FIREFOX_PATH' });
    expect(() => findFirefox(machine([debians], { env: { FIREFOX_PATH: '/gone' } }))).toThrow('/gone');
  });

  test('finds an installed browser by its usual path or by PATH', () => {
    expect(findFirefox(machine([debians]))).toEqual({ path: debians, source: 'installed' });
    const onPath = machine([], { which: (name) => (name === 'firefox' ? '/nix/firefox' : null) });
    expect(findFirefox(onPath)?.path).toBe('/nix/firefox');
    const app = '/Applications/Firefox.app/Contents/MacOS/firefox';
    expect(findFirefox(machine([app], { platform: 'darwin' }))?.path).toBe(app);
  });

  test('takes the newest of the downloaded ones', () => {
    const cache = '/home/ada/.cache/puppeteer/firefox';
    const newest = `${cache}/linux-stable_153.0.1/firefox/firefox`;
    const host = machine([`${cache}/linux-stable_99.0/firefox/firefox`, newest]);
    expect(findFirefox(host)).toEqual({ path: newest, source: 'downloaded' });
    expect(findFirefox(machine([]))).toBeNull();
  });

  test('is installed from the distribution as root, else downloaded', () => {
    const root = machine([], { isRoot: true, which: (name) => `/usr/bin/${name}` });
    const [first, second] = waysToInstallFirefox(root);
    expect(first?.at(-1)).toContain('firefox-esr');
    expect(second?.[0]).toContain('firefox@stable');
    expect(waysToInstallFirefox(machine([]))).toHaveLength(1);
  });
});

describe('the Vulkan driver', () => {
  const swiftShader = '/usr/lib/chromium/vk_swiftshader_icd.json';
  const loader = '/usr/lib/x86_64-linux-gnu/libvulkan.so.1';
  const nvidia = '/usr/share/vulkan/icd.d/nvidia_icd.json';

  test('an explicit one wins', () => {
    const host = machine([swiftShader, nvidia, '/dev/nvidia0'], { env: { VK_ICD_FILENAMES: '/my.json' } });
    expect(findVulkanDriver(host, null)).toEqual({ name: 'explicit', env: {} });
  });

  test("takes the GPU's own driver if there is a GPU", () => {
    const lavapipe = '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json';
    const host = machine([nvidia, lavapipe, swiftShader, loader, '/dev/nvidia0']);
    expect(findVulkanDriver(host, null)).toEqual({ name: 'gpu', env: { VK_ICD_FILENAMES: nvidia } });
  });

  test('ignores driver files if there is no GPU', () => {
    expect(findVulkanDriver(machine([nvidia, swiftShader, loader]), '/usr/bin/chromium').name).toBe('swiftshader');
  });

  test('finds SwiftShader beside the browser that a link leads to', () => {
    const host = machine(['/opt/google/chrome/vk_swiftshader_icd.json', swiftShader, loader], {
      realPath: () => chrome,
    });
    const { env } = findVulkanDriver(host, '/usr/bin/google-chrome');
    expect(env).toEqual({ VK_ICD_FILENAMES: '/opt/google/chrome/vk_swiftshader_icd.json' });
  });

  test("finds SwiftShader elsewhere if the browser's path is a script, and takes the browser's loader if the system has none", () => {
    const host = machine([swiftShader], { env: { LD_LIBRARY_PATH: '/a' } });
    const { env } = findVulkanDriver(host, '/home/ada/bin/my-chromium');
    expect(env).toEqual({ VK_ICD_FILENAMES: swiftShader, LD_LIBRARY_PATH: '/a:/usr/lib/chromium' });
  });

  test('for Firefox, prefers lavapipe to SwiftShader, and a GPU or an explicit driver to both', () => {
    const lavapipe = '/usr/share/vulkan/icd.d/lvp_icd.x86_64.json';
    const host = machine([lavapipe, swiftShader, loader]);
    expect(findFirefoxDriver(host, null)).toEqual({ name: 'lavapipe', env: { VK_ICD_FILENAMES: lavapipe } });
    expect(findFirefoxDriver(machine([swiftShader, loader]), null).name).toBe('swiftshader');
    expect(findFirefoxDriver(machine([nvidia, lavapipe, '/dev/nvidia0']), null).name).toBe('gpu');
    const explicit = machine([lavapipe], { env: { VK_ICD_FILENAMES: '/my.json' } });
    expect(findFirefoxDriver(explicit, null)).toEqual({ name: 'explicit', env: {} });
  });

  test('needs none on macOS', () => {
    expect(findVulkanDriver(machine([], { platform: 'darwin' }), null)).toEqual({ name: 'metal', env: {} });
  });
});
