/**
 * Takes the pictures of the README in each language from the built page while it trains on digits:
 * `npm run build && npx tsx tools/screenshot.ts`. LANGUAGE selects one. STEPS sets how long
 * (batches of 16); pictures are drawn on 2-D canvases, so a headless browser shows them.
 */
import { chromium } from '@playwright/test';
import { preview } from 'vite';
import { findOrInstallBrowser } from '../cli/browser.ts';
import { browserFlags } from '../cli/browser-flags.ts';
import { thisMachine } from '../cli/host.ts';
import { findVulkanDriver } from '../cli/vulkan-driver.ts';
import { words as english } from '../src/words/en/index.ts';
import { words as chinese } from '../src/words/zh-CN/index.ts';

const pictures = {
  en: { file: 'docs/screenshot.png', words: english },
  'zh-CN': { file: 'docs/screenshot.zh-CN.png', words: chinese },
};

const steps = Number(process.env.STEPS ?? 300);
const { path: executablePath } = findOrInstallBrowser();
const server = await preview({ preview: { host: 'localhost', port: 4188 }, logLevel: 'warn' });
const browser = await chromium.launch({
  executablePath,
  args: [...browserFlags(findVulkanDriver(thisMachine, executablePath).name)],
});
try {
  for (const [language, { file, words }] of Object.entries(pictures)) {
    if (![undefined, language].includes(process.env.LANGUAGE)) continue;
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 }, locale: language });
    page.setDefaultTimeout(3_600_000);
    await page.goto(`${server.resolvedUrls?.local[0]}#v=1&recipe=quick&data=digits&batch=16&evaluate=50`);
    await page.getByRole('button', { name: words.transport.train, exact: true }).click();
    await page.waitForFunction((last) => window.playground?.state().step >= last, steps);
    await page.getByRole('button', { name: words.hints.close, exact: true }).click();
    await page.screenshot({ path: file });
    const { step, loss } = await page.evaluate(() => window.playground.state());
    console.log(`${file} after step ${step}, loss ${loss}`);
    await page.close();
  }
} finally {
  await browser.close();
  await server.close();
}
