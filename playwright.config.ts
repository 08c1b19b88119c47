import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from './cli/browser.ts';
import { browserFlags } from './cli/browser-flags.ts';
import { thisMachine } from './cli/host.ts';
import { findVulkanDriver } from './cli/vulkan-driver.ts';

const browser = findBrowser(thisMachine);
if (browser === null)
  throw new Error('No Chrome or Chromium here: `npm test` finds or installs one, or set CHROMIUM_PATH.');

// The config is read again in each worker, which inherits the environment: one port for all,
// another for another run beside it. Linux gives ports from 32768 to connections on their way out.
process.env.E2E_PORT ??= String(20_000 + (process.pid % 12_000));
const minutes = 60_000;

export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results',
  // What is tagged @timed is to have the machine for itself; `npm test` runs all others two files
  // at a time.
  workers: 1,
  fullyParallel: false,
  // A test that fails sometimes, fails.
  retries: 0,
  forbidOnly: true,
  // On SwiftShader one image takes about half a second a training step, with tfjs' own kernels.
  timeout: 15 * minutes,
  expect: { timeout: 2 * minutes },
  reporter: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ? [['list'], ['json']] : [['list']],
  use: {
    // What cannot be pressed by then never will be: the failure says what was waited for.
    actionTimeout: 5 * minutes,
    ...devices['Desktop Chrome'],
    baseURL: `http://localhost:${process.env.E2E_PORT}/some/sub/path/`,
    // What the page asks its host for is what most tests are about; `offline.spec.ts` allows them.
    serviceWorkers: 'block',
    viewport: { width: 1440, height: 900 },
    // A trace of every test takes a fifth of the time: `npx playwright test FILE --trace on` has
    // one of a test that fails.
    screenshot: 'only-on-failure',
    launchOptions: {
      executablePath: browser.path,
      // Tests that crash the GPU's process share a browser with others; after three crashes
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
