/**
 * Measures three times in the built page, as medians of several runs: from a press on Train to the
 * first loss on a visit without a link; how fast a film follows the mouse; and how long a race of
 * four lanes takes, compared with the same four calls one after the other. Run it on a machine that
 * does nothing else:
 *
 *   npm run build && npx tsx tools/page-pace.ts [first-loss] [film] [race]
 */
import { spawn } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { type Browser, chromium, type Page } from '@playwright/test';
import { findBrowser } from '../cli/browser.ts';
import { browserFlags } from '../cli/browser-flags.ts';
import { thisMachine } from '../cli/host.ts';
import { findVulkanDriver } from '../cli/vulkan-driver.ts';

const port = Number(process.env.E2E_PORT ?? 24_446);
const url = `http://localhost:${port}/some/sub/path/`;
const times = 5;

const wanted = process.argv.slice(2);
const isWanted = (name: string): boolean => wanted.length === 0 || wanted.includes(name);

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
const say = (what: string, values: readonly number[], unit: string, digits = 0): void =>
  console.log(
    `${what}: ${median(values).toFixed(digits)} ${unit} (${values.map((v) => v.toFixed(digits)).join(', ')})`,
  );

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

async function inFreshBrowser<Result>(work: (page: Page) => Promise<Result>): Promise<Result> {
  const found = findBrowser(thisMachine);
  if (found === null) throw new Error('No Chrome or Chromium here');
  const args = [...browserFlags(findVulkanDriver(thisMachine, found.path).name)];
  const browser: Browser = await chromium.launch({ executablePath: found.path, args });
  try {
    const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
    page.setDefaultTimeout(300_000);
    return await work(page);
  } finally {
    await browser.close();
  }
}

const moments = {
  'as soon as Train can be pressed': async () => {},
  'once the first pictures are painted': async (page: Page) => {
    await page.getByText(/^Painted just now/).waitFor();
  },
  'a second later': async (page: Page) => {
    await page.getByText(/^Painted just now/).waitFor();
    await wait(1000);
  },
};

/**
 * In milliseconds. The press is made inside the page, so that the driver's time is not included.
 */
function firstLoss(atMoment: (page: Page) => Promise<void>): Promise<number> {
  return inFreshBrowser(async (page) => {
    await page.goto(url);
    const train = press(page, 'Train');
    await train.waitFor();
    await page.waitForFunction(() => window.playground !== undefined);
    await train.and(page.locator(':not(:disabled):not([aria-disabled=true])')).waitFor();
    await atMoment(page);
    return train.evaluate(async (button: HTMLElement) => {
      const pressed = performance.now();
      button.click();
      while (window.playground.state().loss === null) await new Promise((resolve) => setTimeout(resolve, 5));
      return performance.now() - pressed;
    });
  });
}

const paintLink = (fields: string): string => `#v=1&recipe=quick&data=digits&view=paint&${fields}`;

/** Milliseconds from the press until the stop button has disappeared again. */
async function pressed(page: Page, begin: string, end: string): Promise<number> {
  const [beginning, ending] = [press(page, begin), press(page, end)];
  await beginning.and(page.locator(':not(:disabled)')).waitFor();
  const begun = performance.now();
  await beginning.click();
  await ending.waitFor();
  await ending.waitFor({ state: 'hidden' });
  return performance.now() - begun;
}

/** The same page with another link. */
async function follow(page: Page, fields: string): Promise<void> {
  await page.evaluate((hash) => {
    location.hash = hash;
  }, paintLink(fields));
  await wait(300);
}

async function openPaint(page: Page, fields: string): Promise<void> {
  await page.goto(url + paintLink(fields));
  await page.waitForFunction(() => window.playground !== undefined);
  await page.evaluate(() => window.playground.ready);
}

/** For 50 steps and 16 pictures: frames a second, and the longest time between two frames. */
function film(): Promise<void> {
  return inFreshBrowser(async (page) => {
    await openPaint(page, 'gcount=16&steps=50');
    await pressed(page, 'Generate', 'Cancel');
    const box = await page.getByRole('slider', { name: 'Denoising step' }).first().boundingBox();
    if (box === null) throw new Error('the slider is not on show');
    const [rates, longest]: [number[], number[]] = [[], []];
    for (let time = 0; time < times; time += 1) {
      const frames = page.evaluate(async () => {
        const at: number[] = [];
        const begun = performance.now();
        while (performance.now() - begun < 2500)
          at.push(await new Promise<number>((next) => requestAnimationFrame(next)));
        return at;
      });
      await page.mouse.move(box.x + 2, box.y + box.height / 2);
      await page.mouse.down();
      for (let move = 0; move < 160; move += 1) {
        const x = box.x + 2 + (box.width - 4) * Math.abs(Math.sin(move / 20));
        await page.mouse.move(x, box.y + box.height / 2);
        await wait(8);
      }
      await page.mouse.up();
      const at = await frames;
      rates.push((1000 * (at.length - 1)) / ((at.at(-1) ?? 0) - (at[0] ?? 0)));
      longest.push(Math.max(...at.slice(1).map((ms, i) => ms - (at[i] ?? 0))));
    }
    say('film of 50 steps x 16 pictures under the mouse', rates, 'frames a second', 1);
    say('the longest time between two frames', longest, 'ms', 1);
  });
}

/** Four lanes of the run's own network, together and each alone. */
function race(): Promise<void> {
  return inFreshBrowser(async (page) => {
    const lanes = [10, 15, 20, 25] as const;
    const link = lanes.map((steps) => `run.flow-match-euler.${steps}.ema`).join(',');
    const fields = (steps: number, tool: string): string => `gcount=4&steps=${steps}&lanes=${link}&paint=${tool}`;
    await openPaint(page, fields(lanes[0], 'pictures'));
    const [together, alone]: [number[], number[]] = [[], []];
    // The first call compiles.
    for (let time = 0; time <= times; time += 1) {
      let sum = 0;
      for (const steps of lanes) {
        await follow(page, fields(steps, 'pictures'));
        sum += await pressed(page, 'Generate', 'Cancel');
      }
      await follow(page, fields(lanes[0], 'race'));
      const raced = await pressed(page, 'Race', 'Stop');
      if (time === 0) continue;
      together.push(raced);
      alone.push(sum);
    }
    say('four lanes side by side', together, 'ms');
    say('one after the other', alone, 'ms');
    say(
      'the first as a part of the second',
      together.map((ms, i) => (100 * ms) / (alone[i] ?? Number.NaN)),
      '%',
      1,
    );
  });
}

const server = spawn(process.execPath, ['--import', 'tsx', 'e2e/server.ts'], {
  env: { ...process.env, E2E_PORT: String(port) },
  stdio: 'inherit',
});
try {
  await wait(2000);
  for (const [moment, atMoment] of isWanted('first-loss') ? Object.entries(moments) : []) {
    const all: number[] = [];
    for (let time = 0; time < times; time += 1) all.push(await firstLoss(atMoment));
    say(`from Train on a bare visit to the first loss, ${moment}`, all, 'ms');
  }
  if (isWanted('film')) await film();
  if (isWanted('race')) await race();
} finally {
  server.kill();
}
