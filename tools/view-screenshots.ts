/**
 * Takes a screenshot of every view, dialog and page in every language, on a phone and on a wide
 * screen, light and dark, to look for broken layout: `npm run build && npx tsx
 * tools/view-screenshots.ts`. LANGUAGE, WIDTH and SCHEME select some. Writes test-results/views,
 * and lists the pages that are wider than their screen.
 */
import { mkdirSync } from 'node:fs';
import { chromium, type Page } from '@playwright/test';
import { preview } from 'vite';
import { findOrInstallBrowser } from '../cli/browser.ts';
import { browserFlags } from '../cli/browser-flags.ts';
import { thisMachine } from '../cli/host.ts';
import { findVulkanDriver } from '../cli/vulkan-driver.ts';
import { viewNames } from '../src/share/view-names.ts';
import { languageTags } from '../src/words/languages.ts';

const folder = 'test-results/views';
const widths = [390, 1440] as const;
const schemes = ['light', 'dark'] as const;
/**
 * On the CPU nothing has to be compiled. The views below use a second recipe, whose panels differ.
 */
const run = 'v=1&recipe=quick&data=digits&backend=cpu&batch=4&preview=0&evaluate=0';
const views: Readonly<Record<string, string>> = {
  ...Object.fromEntries(viewNames.map((name) => [name, `#${run}&view=${name}`])),
  'learn-article': '#v=1&recipe=article&backend=cpu&batch=4&preview=2',
  'paint-race': `#${run}&view=paint&paint=race`,
  'paint-walk': `#${run}&view=paint&paint=walk`,
  'bad-link': '#v=1&recipe=quick&data=digits&seed=x&colour=red&batch=999999&lang=tlh',
  bench: 'bench.html',
  'not-found': '404.html',
};
/** Where the buttons that open them are in the header. */
const dialogs = { model: 'header [aria-haspopup=dialog] >> nth=0', share: 'header [aria-haspopup=dialog] >> nth=1' };

const chosen = <Value extends string | number>(all: readonly Value[], wanted: string | undefined): readonly Value[] =>
  all.filter((one) => wanted === undefined || wanted.split(',').includes(String(one)));

async function shoot(page: Page, name: string): Promise<void> {
  await page.waitForTimeout(300);
  const beyond = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  if (beyond > 0) console.log(`${name}: ${beyond} pixels too wide`);
  await page.screenshot({ path: `${folder}/${name}.png`, fullPage: true });
}

async function shootAll(page: Page, base: string, suffix: string): Promise<void> {
  for (const [name, address] of Object.entries(views)) {
    await page.goto('about:blank');
    await page.goto(base + address);
    if (address.startsWith('#')) {
      await page.waitForFunction(() => window.playground !== undefined);
      await page.evaluate(() => window.playground.ready);
      if (name.startsWith('learn')) await takeSteps(page, 3);
      await page.waitForTimeout(700);
    }
    await shoot(page, `${name}-${suffix}`);
  }
  await page.goto(base + views.learn);
  await page.waitForFunction(() => window.playground !== undefined);
  for (const [name, opener] of Object.entries(dialogs)) {
    await page.locator(opener).click();
    await page.getByRole('dialog').waitFor();
    await page.waitForTimeout(400);
    await shoot(page, `${name}-${suffix}`);
    await page.keyboard.press('Escape');
  }
}

/** Presses the transport's second button, which steps in any language. */
async function takeSteps(page: Page, count: number): Promise<void> {
  for (let step = 1; step <= count; step += 1) {
    await page.locator('header section button').nth(1).click();
    await page.waitForFunction((wanted) => window.playground.state().step >= wanted, step);
  }
}

mkdirSync(folder, { recursive: true });
const { path: executablePath } = findOrInstallBrowser();
const server = await preview({ preview: { host: 'localhost', port: 4189 }, logLevel: 'warn' });
const args = browserFlags(findVulkanDriver(thisMachine, executablePath).name);
const browser = await chromium.launch({ executablePath, args: [...args] });
try {
  for (const locale of chosen(languageTags, process.env.LANGUAGE))
    for (const width of chosen(widths, process.env.WIDTH))
      for (const colorScheme of chosen(schemes, process.env.SCHEME)) {
        const viewport = { width, height: width < 760 ? 844 : 900 };
        const context = await browser.newContext({ locale, viewport, colorScheme, hasTouch: width < 760 });
        await shootAll(
          await context.newPage(),
          server.resolvedUrls?.local[0] ?? '',
          `${locale}-${width}-${colorScheme}`,
        );
        await context.close();
      }
} finally {
  await browser.close();
  await server.close();
}
