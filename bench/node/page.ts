/**
 * Measures what the built page weighs, and how long a visitor's browser takes until training can
 * begin.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium } from '@playwright/test';
import { findBrowser } from '../../cli/browser.ts';
import { browserFlags } from '../../cli/browser-flags.ts';
import { thisMachine } from '../../cli/host.ts';
import { findVulkanDriver } from '../../cli/vulkan-driver.ts';
import { weighPage } from '../../cli/weigh/page-weight.ts';
import type { PageReport } from '../report/report.ts';

const dist = 'dist';
const server = 'e2e/server.ts';
const address = (port: number) => `http://localhost:${port}/some/sub/path/`;
const minutes = 60_000;

/**
 * Each visit has its own browser context with empty caches. Throws an error of one sentence if
 * there is no built page.
 */
export async function measurePage(
  visits: number,
  onProgress: (line: string) => void,
  signal: AbortSignal,
): Promise<PageReport> {
  if (!existsSync(`${dist}/index.html`)) throw new Error('dist/index.html is not there: run `npm run build` first.');
  const kilobytes = weighPage(dist).total;
  const found = findBrowser(thisMachine);
  if (found === null) return { kilobytes, interactive: [], firstStep: [], browser: null };

  const port = 20_000 + (process.pid % 20_000);
  const host = await serve(port);
  let browser: Browser | null = null;
  try {
    browser = await chromium.launch({
      executablePath: found.path,
      args: [...browserFlags(findVulkanDriver(thisMachine, found.path).name)],
    });
    const interactive: number[] = [];
    const firstStep: number[] = [];
    for (let visit = 1; visit <= visits && !signal.aborted; visit++) {
      onProgress(`page: visit ${visit} of ${visits}`);
      const times = await visitOnce(browser, address(port));
      interactive.push(times.interactive);
      firstStep.push(times.firstStep);
    }
    return { kilobytes, interactive, firstStep, browser: `Chromium ${browser.version()}` };
  } finally {
    await browser?.close();
    host.kill();
  }
}

async function visitOnce(browser: Browser, url: string): Promise<{ interactive: number; firstStep: number }> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(5 * minutes);
    await page.goto(`${url}#v=1&recipe=article&preview=1000&batch=64`);
    await page.waitForFunction(() => window.playground !== undefined);
    // The page's clock starts at the navigation.
    const interactive = await page.evaluate(async () => {
      await window.playground.ready;
      return performance.now();
    });
    const before = performance.now();
    await page.getByRole('button', { name: 'Step', exact: true }).click();
    await page.waitForFunction(() => window.playground.state().step >= 1);
    return { interactive, firstStep: performance.now() - before };
  } finally {
    await context.close();
  }
}

/** The static host of the end-to-end tests. */
async function serve(port: number): Promise<ChildProcess> {
  const tsx = fileURLToPath(import.meta.resolve('tsx'));
  const child = spawn(process.execPath, ['--import', tsx, server], {
    env: { ...process.env, E2E_PORT: String(port) },
    stdio: 'ignore',
  });
  for (let tries = 0; tries < 100; tries++) {
    const answered = await fetch(address(port)).catch(() => null);
    if (answered?.ok) return child;
    await pause(100);
  }
  child.kill();
  throw new Error(`no page could be served at ${address(port)}`);
}
