/**
 * Takes docs/screenshot.png from the built page while it trains on digits. `npm run build && npx
 * tsx tools/screenshot.ts`. STEPS sets how long (batches of 16); pictures are drawn on 2-D
 * canvases, so a headless browser shows them.
 */
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { findOrInstallBrowser } from '../cli/browser.ts';
import { browserFlags } from '../cli/browser-flags.ts';
import { thisMachine } from '../cli/host.ts';
import { findVulkanDriver } from '../cli/vulkan-driver.ts';

const steps = Number(process.env.STEPS ?? 300);
const { path: executablePath } = findOrInstallBrowser();
const server = await preview({ preview: { host: 'localhost', port: 4188 }, logLevel: 'warn' });
const browser = await chromium.launch({
  executablePath,
  args: [...browserFlags(findVulkanDriver(thisMachine, executablePath).name)],
});
try {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, deviceScaleFactor: 1 });
  page.setDefaultTimeout(3_600_000);
  await page.goto(`${server.resolvedUrls?.local[0]}#v=1&recipe=quick&data=digits&batch=16&evaluate=50`);
  await page.getByRole('button', { name: 'Train', exact: true }).click();
  await page.waitForFunction((last) => window.playground?.state().step >= last, steps);
  await page.getByRole('button', { name: 'No more hints' }).click();
  await page.screenshot({ path: 'docs/screenshot.png' });
  const { step, loss } = await page.evaluate(() => window.playground.state());
  console.log(`docs/screenshot.png after step ${step}, loss ${loss}`);
} finally {
  await browser.close();
  await server.close();
}
