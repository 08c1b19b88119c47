import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './cli/browser.ts';
import { browserFlags } from './cli/browser-flags.ts';
import { thisMachine } from './cli/host.ts';
import { findVulkanDriver } from './cli/vulkan-driver.ts';

const browser = findBrowser(thisMachine);
if (browser === null)
  throw new Error('No Chrome or Chromium here: `npm test` finds or installs one, or set CHROMIUM_PATH.');

// Each worker reads this config again and inherits the environment, so all workers use one port,
// and a second run beside this one uses another. Ports from 32768 on are avoided because Linux
// gives them to outgoing connections.
process.env.E2E_PORT ??= String(20_000 + (process.pid % 12_000));
const minutes = 60_000;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // A test tagged @timed must have the machine to itself; `npm test` runs all others two files at a
  // time.
  workers: 1,
  fullyParallel: false,
  // A test that fails only sometimes has failed.
  retries: 0,
  forbidOnly: true,
  // On SwiftShader a training step takes about half a second per image, with tfjs' own kernels.
  timeout: 15 * minutes,
  expect: { timeout: 2 * minutes },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    // What cannot be pressed within this time never will be; the error then names the element that
    // the test waited for.
    actionTimeout: 5 * minutes,
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${process.env.E2E_PORT}/some/sub/path/`,
    // Most tests are about what the page requests from its host, which a service worker would
    // change; only `offline.spec.ts` allows service workers.
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    // No traces, because tracing takes a fifth of the time. To trace a test that fails, run `npx
    // playwright test FILE --trace on`.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser.path,
      // Tests that crash the GPU's process share a browser with others, and after three crashes
      // Chromium would offer no GPU any more.
      args: [...browserFlags(findVulkanDriver(thisMachine, browser.path).name), '--disable-gpu-process-crash-limit'],
    },
  },
  webServer: {
    command: 'npx tsx e2e/server.ts',
    url: `http://localhost:${process.env.E2E_PORT}/some/sub/path/`,
    reuseExistingServer: false,
    timeout: 2 * minutes,
  },
});
