/**
 * After a first visit the same things work without a network; and a new version of the page arrives
 * while an old one trains. No other test allows service workers.
 */
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext } from '@playwright/test';
import sharp from 'sharp';
import { expect, isBlank, type PlaygroundPage, pixelsOf, test } from './playground.ts';
import { staticHost, subPath } from './static-host.ts';

/** This file's own host, so that it can be taken away. */
const port = Number(process.env.E2E_PORT) + 1;
const home = `http://localhost:${port}${subPath}`;
let server: Server | null = null;

test.use({ serviceWorkers: 'allow', baseURL: home });

async function start(replaced?: ReadonlyMap<string, string>): Promise<void> {
  server = staticHost(replaced).listen(port, 'localhost');
  await once(server, 'listening'); // rejects if the port is taken
}

/** Nothing answers any more, not even on connections that are still open. */
async function stop(): Promise<void> {
  const ended = server;
  server = null;
  ended?.closeAllConnections();
  await new Promise((resolve) => (ended ? ended.close(resolve) : resolve(null)));
}

/** Stops the host and has the browser report to the page that it is offline. */
async function cutOff(context: BrowserContext): Promise<void> {
  await stop();
  await context.setOffline(true);
}

test.beforeEach(() => start());
test.afterEach(() => stop());

/** Waits until all code files are cached and the service worker serves the page. */
async function keptWhole({ page }: PlaygroundPage): Promise<void> {
  await page.waitForFunction(() => navigator.serviceWorker.controller?.state === 'activated');
}

/** The paths of the cached files of sets or models. */
function keptOf({ page }: PlaygroundPage, cache: string): Promise<string[]> {
  return page.evaluate(async (name) => {
    const requests = await (await caches.open(name)).keys();
    return requests.map(({ url }) => new URL(url).pathname.replace(/^.*\/(?=[^/]*\/[^/]*$)/, ''));
  }, cache);
}

async function useModel(playground: PlaygroundPage, name: string, isKept = false): Promise<void> {
  const { page } = playground;
  await playground.show('paint');
  await page.getByRole('button', { name: 'Ready-made models' }).click();
  const dialog = page.getByRole('dialog', { name: 'Ready-made models' });
  const model = dialog.getByRole('article', { name, exact: true });
  if (isKept) await expect(model.getByText(/ · on this device$/)).toBeVisible();
  await model.getByRole('button', { name: 'Repair with it', exact: true }).click();
  // The run has steps, so replacing it needs a confirmation.
  await dialog.getByRole('button', { name: 'Replace the run', exact: true }).click();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByRole('tab', { name: 'Repair', exact: true })).toHaveAttribute('aria-selected', 'true');
  await expect(page.getByTestId('damaged')).toBeVisible();
}

async function addOwnPictures({ page }: PlaygroundPage): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'offline-'));
  try {
    for (let i = 0; i < 16; i += 1) {
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="16" height="16"><rect width="${i + 1}" height="16" fill="hsl(${i * 22} 80% 50%)"/></svg>`;
      await writeFile(join(folder, `${i}.png`), await sharp(Buffer.from(svg)).png().toBuffer());
    }
    await page.getByRole('button', { name: 'Your own pictures' }).click();
    const dialog = page.getByRole('dialog', { name: 'Your own pictures' });
    await dialog.getByLabel('Folder of pictures').setInputFiles(folder);
    await dialog.getByLabel('Name of the set').fill('Bars');
    await dialog.getByRole('button', { name: 'Add these pictures' }).click();
    await dialog.getByRole('button', { name: 'Train on these: Bars' }).click();
  } finally {
    await rm(folder, { recursive: true });
  }
}

const settings = 'batch=1&gcount=1&backend=cpu';

test('after a first visit the page trains, paints, repairs, takes own pictures and opens a model that was used, all without a network; it says which data it cannot load', async ({
  playground,
  page,
  context,
}) => {
  await playground.open(settings);
  const loss = await playground.takeStep();
  await useModel(playground, 'The network of the article');
  await keptWhole(playground);
  await expect.poll(() => keptOf(playground, 'sets')).toContain('cifar/train-00.webp');
  await cutOff(context);
  expect(await page.evaluate(() => fetch('robots.txt', { cache: 'no-store' }).then(String, () => 'no network'))).toBe(
    'no network',
  );

  await test.step('the tab that was open goes on', async () => {
    await playground.show('repair');
    await expect(page.getByTestId('damaged')).toBeVisible();
    await expect(page.getByRole('region', { name: 'Runs on' })).toContainText('No network');
  });

  await test.step('a link opens: the same loss, painting and repairing', async () => {
    await page.goto('about:blank');
    await playground.open(settings);
    expect(await playground.takeStep()).toBe(loss);
    await playground.show('paint');
    await playground.generate.click();
    await expect(page.getByTestId('sample')).toBeVisible();
    await playground.show('repair');
    await playground.restore.click();
    await expect(page.getByTestId('restored')).toBeVisible();
    expect(isBlank(await pixelsOf(page.getByTestId('restored')))).toBe(false);
  });

  await test.step('a model that was used before opens', () => useModel(playground, 'The network of the article', true));

  await test.step('a door to a set that is not cached says so and starts nothing; the run stays, paused', async () => {
    const { data, step } = await playground.state();
    await playground.show('start');
    await page.getByRole('button', { name: /^Emoji/ }).click();
    await expect(
      playground.alert.filter({ hasText: /Emoji .*is not on this device, and there is no network/ }),
    ).toBeVisible();
    expect(await playground.state()).toMatchObject({ data, step, running: false });
    await expect(page.getByRole('combobox', { name: 'Data set', exact: true })).toHaveValue(data ?? '');
  });

  await test.step('own pictures are read and trained on', async () => {
    await playground.show('learn');
    await addOwnPictures(playground);
    await page.getByRole('button', { name: 'Switch to it', exact: true }).click();
    await expect.poll(async () => (await playground.state()).data).toMatch(/^own-/);
    expect(await playground.takeStep()).toBeGreaterThan(0);
  });

  await test.step('a set that is not cached cannot be switched to, the page says why, and the run stays', async () => {
    await page.getByRole('combobox', { name: 'Data set', exact: true }).selectOption('emoji');
    await page.getByRole('button', { name: 'Switch to it', exact: true }).click();
    await expect(playground.alert.filter({ hasText: /there is no network/i })).toBeVisible();
    expect((await playground.state()).data).toMatch(/^own-/);
  });

  await test.step('an unknown address, one view alone, and the benchmark open', async () => {
    await page.goto('no/such/page');
    await expect(page.getByRole('heading', { name: 'There is nothing at this address.' })).toBeVisible();
    await page.goto(`%23v=1&recipe=article&${settings}&view=paint&embed=1`);
    await playground.ready();
    await expect(page.getByRole('link', { name: /Diffusion Playground/ })).toBeVisible();
    if (existsSync('dist/bench.html')) {
      await page.goto('bench.html');
      await expect(page.getByRole('heading', { name: /how fast/i })).toBeVisible();
    }
  });

  await test.step('what is kept is shown with its size, and cleared', async () => {
    await page.goto('about:blank');
    await playground.open(`${settings}&view=runs`);
    const stored = page.getByRole('region', { name: 'Also on this device' });
    await expect(stored.getByText(/^The page itself, \d[\d.]* MB/)).toBeVisible();
    for (const [press, said] of [
      ['Clear the data sets', 'No data sets.'],
      ['Clear the ready-made models', 'No ready-made models.'],
      ['Clear the page itself', 'The page itself is not kept: it opens with network only.'],
    ] as const) {
      await stored.getByRole('button', { name: press, exact: true }).click();
      await expect(stored.getByText(said, { exact: true })).toBeVisible();
    }
    expect(await page.evaluate(() => caches.keys())).toEqual([]);
    await expect(playground.alert).toHaveCount(0);
  });
});

/** A version with the same code and another `index.html`. */
function nextVersion(): ReadonlyMap<string, string> {
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
  const page = readFileSync('dist/index.html', 'utf8');
  const next = page.replace('<html lang="en">', '<html lang="en" data-version="next">');
  const worker = readFileSync('dist/service-worker.js', 'utf8');
  return new Map([
    ['index.html', next],
    ['service-worker.js', worker.replace(hash(page), hash(next))],
  ]);
}

test('a new version is not offered while a run trains; after a pause the visitor takes it, and the run goes on in it', async ({
  playground,
  page,
}) => {
  await playground.open(settings);
  await keptWhole(playground);
  await playground.train.click();
  await playground.waitForStep(1);
  await stop();
  await start(nextVersion());
  const waits = await page.evaluate(async () => {
    const registration = await navigator.serviceWorker.ready;
    await registration.update();
    const { installing, waiting } = registration;
    const worker = installing ?? waiting;
    while (worker?.state === 'installing') await new Promise((resolve) => setTimeout(resolve, 20));
    return worker?.state;
  });
  expect(waits).toBe('installed');
  const { step } = await playground.state();
  await playground.waitForStep(step + 3);
  const offer = page.getByRole('button', { name: 'Use it now', exact: true });
  await page.waitForTimeout(2500);
  await expect(offer).toHaveCount(0);

  // A plain reload would keep the old version, which other tabs may still use.
  await playground.pause.click();
  await expect(offer).toBeVisible();
  const { step: paused } = await playground.state();
  const reloaded = page.waitForEvent('load');
  await offer.click();
  await reloaded;
  await playground.ready();
  await expect(page.locator('html')).toHaveAttribute('data-version', 'next');
  expect((await playground.state()).step).toBe(paused);
  expect(await playground.takeStep()).toBeGreaterThan(0);
  await expect(playground.alert).toHaveCount(0);
  const versions = await page.evaluate(
    async () => (await caches.keys()).filter((name) => name.includes(' code ')).length,
  );
  expect(versions).toBeLessThanOrEqual(2);
});
