/**
 * Kills the whole browser several times in one run, each time at a random moment of training, opens
 * it again and lets the run go on.
 */
import { expect } from '@playwright/test';
import { randomStream } from '../src/ml/random.ts';
import { type BrowserName, type DrivenPage, Profile, polling } from './real-browsers.ts';

/** The most training that a kill may cost, in milliseconds. */
const mostLost = 5_000;
/**
 * Training before a kill, in milliseconds. Most lives are short, because the time before the first
 * save is the most fragile. One is longer than `mostLost`.
 */
const shortest = 100;
const mostlyUnder = 1_500;
const longest = 6_500;

/**
 * One moment in each equal part of the distribution, in random order, so that no seed makes the
 * test much longer than another.
 */
function moments(kills: number, seed: number): number[] {
  const stream = randomStream(seed);
  const uniforms = new Float32Array(kills);
  stream.fork('moment').uniform(0, uniforms);
  const order = stream.fork('order').permutation(kills);
  return [...order].map((part, i) => {
    const uniform = uniforms[i] ?? 0;
    if (part === kills - 1) return mostLost + (longest - mostLost) * uniform;
    return shortest + (mostlyUnder - shortest) * ((part + uniform) / (kills - 1)) ** 2;
  });
}

const run = '#v=1&recipe=article&batch=1&seed=31&preview=1000';

/**
 * Ten kills on each backend in each browser, because saving differs: a GPU's results have to be
 * read back first, and computing on the processor holds up everything else in the worker.
 */
const kills = 10;
type Backend = 'webgpu' | 'cpu';
const continueButton = 'Continue it';

interface Seen {
  readonly step: number;
  readonly loss: number;
  /** The page's clock, in milliseconds. */
  readonly at: number;
}

declare global {
  interface Window {
    seen: Seen[];
  }
}

/** From now on, notes each step that the page shows, with its loss and time. */
function watch({ page }: DrivenPage): Promise<void> {
  return page.evaluate(() => {
    window.seen = [];
    let last = window.playground.state().step;
    setInterval(() => {
      const { step, loss } = window.playground.state();
      if (step === last || loss === null) return;
      last = step;
      window.seen.push({ step, loss, at: performance.now() });
    }, 5);
  });
}

const seenSoFar = ({ page }: DrivenPage) => page.evaluate(() => ({ seen: window.seen, now: performance.now() }));

/** Losses by step. A step that is taken twice must have the same loss both times, bit for bit. */
class Losses {
  private readonly byStep = new Map<number, number>();
  compared = 0;

  add(seen: readonly Seen[]): void {
    for (const { step, loss } of seen) {
      const before = this.byStep.get(step);
      if (before === undefined) this.byStep.set(step, loss);
      else {
        this.compared += 1;
        expect(loss, `the loss of step ${step}, taken again`).toBe(before);
      }
    }
  }
}

/** One browser process, from its start to its kill. */
interface Life {
  /** The step that it went on from. */
  readonly from: number;
  readonly seen: readonly Seen[];
  /** The page's clock when it was killed. */
  readonly ended: number;
}

/**
 * The first steps of a life also compile the first look at the network. Firefox answers nothing
 * meanwhile, on a software adapter for many seconds, so training in these steps does not count as
 * lost.
 */
const compiling = 3;

/** Milliseconds of training that are lost when the next life goes on from the step `next`. */
function lost({ from, seen, ended }: Life, next: number): number {
  const kept = Math.max(next, from + compiling);
  const reached = seen.find(({ step }) => step >= kept);
  // The save may be newer than what the page showed.
  return reached === undefined ? 0 : ended - reached.at;
}

/**
 * Continues a saved run if the page offers one within `within` milliseconds; returns its step, else
 * 0.
 */
async function continueIfOffered(page: DrivenPage, within: number): Promise<number> {
  if (!(await page.offers(continueButton, within))) return 0;
  await page.press(continueButton);
  await page.waitForStep(1);
  return (await page.state()).step;
}

async function liveAndDie(page: DrivenPage, from: number, milliseconds: number): Promise<Life> {
  await watch(page);
  await page.press(from === 0 ? 'Train' : 'Resume');
  await page.page.waitForFunction(() => window.seen.length > 0, { polling });
  await new Promise((resolve) => setTimeout(resolve, milliseconds));
  const { seen, now } = await seenSoFar(page);
  await page.kill();
  return { from, seen, ended: now };
}

/**
 * Trains the same run from its beginning without interruption and returns the exact loss of `step`;
 * adds the losses on the way to `losses`. It trains until `before` steps remain and takes those one
 * by one. Pausing takes a few more steps, many on a fast device; if it took too many, the run
 * begins again with a larger `before`.
 */
async function uninterrupted(page: DrivenPage, step: number, losses: Losses, before = 6): Promise<number> {
  await page.press('Reset');
  await page.page.waitForFunction(() => window.playground.state().step === 0, { polling });
  await watch(page);
  await page.press('Train');
  await page.waitForStep(Math.max(1, step - before));
  await page.press('Pause');
  await page.offers('Resume', 60_000);
  if ((await page.state()).step >= step && before < step) return uninterrupted(page, step, losses, 5 * before);
  let loss = Number.NaN;
  while ((await page.state()).step < step) loss = await page.takeStep();
  expect((await page.state()).step, 'paused in time').toBe(step);
  losses.add((await seenSoFar(page)).seen);
  return loss;
}

export async function killsCostLittle(name: BrowserName, backend: Backend, baseURL: string): Promise<void> {
  const seed = Number(process.env.KILLS_SEED ?? Date.now() % 1_000_000);
  console.log(`KILLS_SEED=${seed}`);
  const after = moments(kills, seed);
  const url = `${baseURL}${run}&backend=${backend}`;
  const profile = new Profile(name);
  const losses = new Losses();
  let life: Life | null = null;
  let advanced = 0;
  try {
    await profile.settle();
    for (let kill = 0; kill <= kills; kill += 1) {
      const page = await profile.open(url);
      const from = await continueIfOffered(page, kill === 0 ? 0 : advanced > 0 ? 20_000 : 1_000);
      if (life !== null) {
        const cost = lost(life, from);
        console.log(
          `kill ${kill}, steps ${life.from} to ${life.seen.at(-1)?.step}: goes on from ${from}, ${cost.toFixed(0)} ms lost`,
        );
        expect(from, 'what was saved is kept').toBeGreaterThanOrEqual(life.from);
        expect(cost, 'milliseconds of training lost').toBeLessThanOrEqual(mostLost);
      }
      if (from > (life?.from ?? 0)) advanced += 1;
      if (kill === kills) {
        const loss = await page.takeStep();
        expect(advanced, 'lives that the next one goes on from').toBeGreaterThanOrEqual(1);
        expect(loss, `the loss of step ${from + 1}`).toBe(await uninterrupted(page, from + 1, losses));
        await page.close();
        expect(profile.errors).toEqual([]);
        console.log(`step ${from + 1}: ${loss}, as without kills; ${losses.compared} steps taken twice`);
        expect(losses.compared).toBeGreaterThan(0);
        return;
      }
      life = await liveAndDie(page, from, after[kill] ?? shortest);
      losses.add(life.seen);
    }
  } finally {
    profile.remove();
  }
}
