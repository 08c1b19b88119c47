/**
 * Measures what one visitor's browser downloads from the built page's host, headers included,
 * compressed as static hosts send it. For a class, multiply by its number of pupils.
 *
 *   npm run build && npx tsx tools/page-bytes.ts [start] [lesson] [train]
 *
 * Each line is a visit in a fresh browser. It has the bytes until the visit's subject is in sight;
 * all bytes, because the page then stores its code for visits without a network, and training loads
 * the rest of the pictures; and the bytes of opening it again. Do nothing else on the machine
 * meanwhile: half a minute without a transfer counts as the end.
 */
import type { Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { type BrowserContext, type BrowserContextOptions, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../cli/browser.ts';
import { browserFlags } from '../cli/browser-flags.ts';
import { thisMachine } from '../cli/host.ts';
import { findVulkanDriver } from '../cli/vulkan-driver.ts';
import { staticHost, subPath } from '../e2e/static-host.ts';

/** A visit is over once nothing has arrived for this long. */
const quietMs = 30_000;
const lesson =
  '#v=1&recipe=quick&data=digits&model=models/digits&view=paint&hide=recipe,training,views,tools,parameters,share';

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();

const visits: Readonly<Record<string, { link: string; look: (page: Page) => Promise<void> }>> = {
  start: { link: '', look: (page) => page.getByText(/^Painted just now/).waitFor() },
  lesson: {
    link: lesson,
    async look(page) {
      await press(page, 'Generate');
      await page.getByTestId('sample').first().waitFor();
    },
  },
  train: {
    link: '#v=1&recipe=quick&data=digits',
    async look(page) {
      await press(page, 'Train');
      await page.waitForFunction(() => window.playground.state().loss !== null);
    },
  },
};

const sockets: Socket[] = [];
const host = staticHost().on('connection', (socket: Socket) => sockets.push(socket));
await new Promise<void>((resolve) => host.listen(0, 'localhost', resolve));
const address = host.address();
if (address === null || typeof address === 'string') throw new Error('The host has no port.');
const home = `http://localhost:${address.port}${subPath}`;

const sent = (): number => sockets.reduce((sum, { bytesWritten }) => sum + bytesWritten, 0);

/** Resolves to the number of bytes once no more arrive. */
async function sentAtLast(): Promise<number> {
  for (let before = -1; before !== sent(); await wait(quietMs)) before = sent();
  return sent();
}

const inMB = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const found = findBrowser(thisMachine);
if (found === null) throw new Error('No Chrome or Chromium here');
const { path: executablePath } = found;
const args = browserFlags(findVulkanDriver(thisMachine, executablePath).name);
async function inFreshBrowser<Result>(
  options: BrowserContextOptions,
  work: (browser: BrowserContext) => Promise<Result>,
) {
  const browser = await chromium.launch({ executablePath, args: [...args] });
  try {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(300_000);
    return await work(context);
  } finally {
    await browser.close();
  }
}

const open = async (context: BrowserContext, link: string): Promise<Page> => {
  const page = await context.newPage();
  await page.goto(home + link);
  await page.waitForFunction(() => window.playground !== undefined);
  await page.evaluate(() => window.playground.ready);
  return page;
};

for (const [name, { link, look }] of Object.entries(visits)) {
  if (process.argv.length > 2 && !process.argv.includes(name)) continue;
  const needed = await inFreshBrowser({ serviceWorkers: 'block' }, async (context) => {
    const before = sent();
    await look(await open(context, link));
    return sent() - before;
  });
  const [all, again] = await inFreshBrowser({}, async (context) => {
    const before = sent();
    const page = await open(context, link);
    await look(page);
    const first = await sentAtLast();
    await page.close();
    await open(context, link);
    return [first - before, (await sentAtLast()) - first] as const;
  });
  console.log(`${name}: ${inMB(needed)} to see it, ${inMB(all)} in the end; ${inMB(again)} to open it again`);
}
host.close();
