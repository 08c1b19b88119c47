/**
 * Makes docs/film.gif from the built page: Start paints, a network is trained on digits, paints a
 * class and repairs a picture. Waiting is cut out, so the film says nothing about speed. `npm run
 * build && npx tsx tools/film-of-page.ts`; STEPS sets the number of training steps (batches of 16).
 */
import { writeFile } from 'node:fs/promises';
import { chromium, type Page } from '@playwright/test';
import sharp from 'sharp';
import { preview } from 'vite';
import { findOrInstallBrowser } from '../cli/browser.ts';
import { browserFlags } from '../cli/browser-flags.ts';
import { thisMachine } from '../cli/host.ts';
import { findVulkanDriver } from '../cli/vulkan-driver.ts';
import { encodeGif, type GifFrame } from '../src/share/gif/encode.ts';

const file = 'docs/film.gif';
const steps = Number(process.env.STEPS ?? 600);
/** The page is laid out `shrunk` times as large as the film. */
const [width, height, shrunk] = [800, 500, 1.6];
/** How long a frame is shown, in ms: during motion, and when there is something to read. */
const [moving, resting] = [150, 1800];

class Film {
  readonly frames: GifFrame[] = [];

  constructor(readonly page: Page) {}

  async take(milliseconds: number): Promise<void> {
    const png = await this.page.screenshot();
    const rgb = await sharp(png).resize(width, height).removeAlpha().raw().toBuffer();
    this.frames.push({ rgb: new Uint8Array(rgb), milliseconds });
  }

  /**
   * Takes a frame whenever `step` has advanced by `every`, until it returns null, and then one to
   * be read.
   */
  async follow(step: () => Promise<number | null>, every: number): Promise<void> {
    let next = 0;
    for (let now = await step(); now !== null; now = await step()) {
      if (now >= next) {
        await this.take(moving);
        next = now + every;
      }
      await this.page.waitForTimeout(50);
    }
    await this.take(resting);
  }
}

/** The number in "Denoising step 3 of 20", wherever the view shows it; 0 if it does not. */
const stepShown = async (page: Page): Promise<number> =>
  Number(/step (\d+) of/i.exec(await page.locator('main').innerText())?.[1] ?? 0);

const { path: executablePath } = findOrInstallBrowser();
const server = await preview({ preview: { host: 'localhost', port: 4189 }, logLevel: 'warn' });
const browser = await chromium.launch({
  executablePath,
  args: [...browserFlags(findVulkanDriver(thisMachine, executablePath).name)],
});
try {
  const page = await browser.newPage({ viewport: { width: width * shrunk, height: height * shrunk } });
  page.setDefaultTimeout(3_600_000);
  const film = new Film(page);
  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const tab = (name: string) => page.getByRole('tab', { name, exact: true });
  const untilDone = (name: string) => async () => ((await button(name).isEnabled()) ? null : stepShown(page));

  await page.goto(
    `${server.resolvedUrls?.local[0]}#v=1&recipe=quick&data=digits&view=start&batch=16&evaluate=50&gcount=4&steps=20&guidance=2`,
  );
  await button('No more hints').click();
  await page.getByTestId('painting').first().waitFor();
  // Between two paintings the view shows the finished one, without a step.
  const painting = async () => (await stepShown(page)) || null;
  const until = async (isPainting: boolean) => {
    while (((await painting()) !== null) !== isPainting) await page.waitForTimeout(20);
  };
  for (const isPainting of [true, false, true]) await until(isPainting);
  await film.follow(painting, 1);
  console.log(`Start: ${film.frames.length} frames`);

  await tab('Learn').click();
  await film.take(resting);
  await button('Train').click();
  const trained = () => page.evaluate(() => window.playground.state().step);
  await film.follow(async () => ((await trained()) < steps ? trained() : null), steps / 30);
  console.log(`Learn: ${film.frames.length} frames`);
  const { adapter, step, loss } = await page.evaluate(() => window.playground.state());
  await button('Pause').click();
  await button('Resume').waitFor();

  await tab('Paint').click();
  const generate = page.getByRole('region', { name: 'Generate' });
  await generate.getByRole('combobox', { name: 'Class', exact: true }).selectOption('3');
  await film.take(resting / 2);
  await button('Generate').click();
  await film.follow(untilDone('Generate'), 2);
  console.log(`Paint: ${film.frames.length} frames`);

  await tab('Repair').click();
  await page.getByLabel('Damage', { exact: true }).selectOption({ label: 'Scratches' });
  // The class that the picture shows.
  await page.getByRole('combobox', { name: 'Class', exact: true }).selectOption('7');
  await button('Restore').scrollIntoViewIfNeeded();
  await film.take(resting);
  await button('Restore').click();
  await film.follow(untilDone('Restore'), 5);

  const gif = encodeGif({ width, height, scale: 1, frames: film.frames });
  await writeFile(file, gif);
  console.log(`${file}: ${film.frames.length} frames, ${gif.length} bytes; ${adapter}, step ${step}, loss ${loss}`);
} finally {
  await browser.close();
  await server.close();
}
