/**
 * The page as a visitor finds it, by role and accessible name, and the numbers behind it, from
 * `window.playground`.
 */
import { test as base, expect, type Locator, type Page } from '@playwright/test';
import type { ReplayReport } from '../src/ml/replay-report.ts';
import type { ViewName } from '../src/share/view-names.ts';
import type { PlaygroundWindow } from '../src/store/window.ts';
import type { MemoryUse } from '../src/workers/protocol.ts';
import { watchPolicy, watchRequests } from './manners.ts';

export type State = ReturnType<PlaygroundWindow['state']>;

export class PlaygroundPage {
  readonly train: Locator;
  readonly pause: Locator;
  readonly resume: Locator;
  readonly step: Locator;
  readonly reset: Locator;
  readonly generate: Locator;
  readonly restore: Locator;
  readonly share: Locator;
  readonly loss: Locator;
  readonly stepCount: Locator;
  readonly alert: Locator;

  constructor(readonly page: Page) {
    const button = (name: string) => page.getByRole('button', { name, exact: true });
    this.train = button('Train');
    this.pause = button('Pause');
    this.resume = button('Resume');
    this.step = button('Step');
    this.reset = button('Reset');
    this.generate = button('Generate');
    this.restore = button('Restore');
    this.share = button('Share');
    this.loss = page.getByRole('status', { name: 'Loss', exact: true });
    this.stepCount = page.getByRole('status', { name: 'Step', exact: true });
    this.alert = page.getByRole('alert');
  }

  /**
   * Opens the page with these fields in its link, and waits until the engine can train.
   * `backend=cpu` is for tests that are not about the GPU: it compiles nothing, which saves a third
   * of a page's cost on a software adapter. Nothing is previewed or evaluated unless a test
   * requests it. `home` is the page's address, if not the one that all tests share.
   */
  async open(fields: string, home = ''): Promise<void> {
    const unless = ['preview=0', 'evaluate=0'].filter((field) => !fields.includes(field.replace('0', '')));
    await this.page.goto(`${home}#v=1&recipe=article&${[...unless, fields].join('&')}`);
    await this.ready();
  }

  async ready(): Promise<void> {
    await this.page.waitForFunction(() => window.playground !== undefined);
    await this.page.evaluate(() => window.playground.ready);
  }

  state(): Promise<State> {
    return this.page.evaluate(() => window.playground.state());
  }

  replays(verifyEvery?: number): Promise<readonly ReplayReport[]> {
    return this.page.evaluate((every) => window.playground.replays(every), verifyEvery);
  }

  memory(): Promise<MemoryUse> {
    return this.page.evaluate(() => window.playground.memory());
  }

  /** Switches to a view, unless it is already shown. */
  async show(view: ViewName): Promise<void> {
    const tab = this.page.getByRole('tab', { name: `${view.charAt(0).toUpperCase()}${view.slice(1)}`, exact: true });
    if ((await tab.getAttribute('aria-selected')) === 'true') return;
    await tab.click();
    await expect(tab).toHaveAttribute('aria-selected', 'true');
  }

  /** Presses Step and returns the exact loss of that step. */
  async takeStep(): Promise<number> {
    const { step } = await this.state();
    await this.step.click();
    await this.waitForStep(step + 1);
    const { loss } = await this.state();
    if (loss === null) throw new Error(`step ${step + 1} has no loss`);
    return loss;
  }

  async takeSteps(count: number): Promise<number[]> {
    const losses: number[] = [];
    for (let i = 0; i < count; i += 1) losses.push(await this.takeStep());
    return losses;
  }

  /** Waits until this many steps have been taken and their losses read back. */
  async waitForStep(step: number): Promise<void> {
    await this.page.waitForFunction((wanted) => window.playground.state().step >= wanted, step, { timeout: 600_000 });
  }

  /**
   * One loss per step, in order, as training goes on. The page updates what it shows at most every
   * 100 ms.
   */
  async watchLosses(until: number): Promise<number[]> {
    return this.page.evaluate(async (last) => {
      const seen = new Map<number, number>();
      for (;;) {
        const { step, loss } = window.playground.state();
        if (loss !== null) seen.set(step, loss);
        if (step >= last) return [...seen.values()];
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    }, until);
  }

  /**
   * Presses all Dismiss buttons at once, without waiting: a notice of success may disappear by
   * itself before a single click reaches it.
   */
  async dismissAlerts(): Promise<void> {
    const dismiss = this.page.getByRole('button', { name: 'Dismiss', exact: true });
    await dismiss.evaluateAll((buttons: HTMLElement[]) => {
      for (const button of buttons) button.click();
    });
    await expect(this.alert).toHaveCount(0);
  }

  /** The loss that the page shows, as a number. */
  async shownLoss(): Promise<number> {
    return Number((await this.loss.textContent())?.trim());
  }
}

export const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length;

export interface PixelsRead {
  readonly width: number;
  readonly height: number;
  readonly rgba: number[];
}

/** The pixels of a canvas or an img, in its own size. */
export function pixelsOf(picture: Locator): Promise<PixelsRead> {
  return picture.evaluate((element) => {
    if (!(element instanceof HTMLCanvasElement || element instanceof HTMLImageElement)) {
      throw new Error(`neither canvas nor img: ${element.tagName}`);
    }
    const width = element instanceof HTMLImageElement ? element.naturalWidth : element.width;
    const height = element instanceof HTMLImageElement ? element.naturalHeight : element.height;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (context === null) throw new Error('no 2d context');
    context.drawImage(element, 0, 0);
    return { width, height, rgba: [...context.getImageData(0, 0, width, height).data] };
  });
}

/** Whether all pixels have the same colour, so that nothing is drawn there. */
export function isBlank({ rgba }: PixelsRead): boolean {
  for (let i = 4; i < rgba.length; i += 1) if (rgba[i] !== rgba[i % 4]) return false;
  return true;
}

interface Options {
  /** Whether the test is about models or files on other hosts than the page's own. */
  readonly asksOthers: boolean;
}

interface Fixtures {
  readonly playground: PlaygroundPage;
  /**
   * Uncaught errors of the page. A test that leaves any fails; a test that expects one empties the
   * list.
   */
  readonly uncaught: string[];
  /**
   * Violations of the content security policy in the page or a worker. A test that leaves any
   * fails; a test that expects one empties the list.
   */
  readonly violations: string[];
  /** Fails a test whose page requests anything from another host. */
  readonly staysAtHome: undefined;
}

export const test = base.extend<Fixtures & Options>({
  asksOthers: [false, { option: true }],
  uncaught: [
    async ({ page }, use) => {
      const errors: string[] = [];
      page.on('pageerror', (error) => errors.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') console.log(`console: ${message.text()}`);
      });
      await use(errors);
      expect(errors).toEqual([]);
    },
    { auto: true },
  ],
  violations: [
    async ({ context }, use) => {
      const violations = await watchPolicy(context);
      await use(violations);
      expect(violations).toEqual([]);
    },
    { auto: true },
  ],
  staysAtHome: [
    async ({ context, baseURL, asksOthers }, use) => {
      const others = watchRequests(context, baseURL ?? '');
      await use(undefined);
      if (!asksOthers) expect(others).toEqual([]);
    },
    { auto: true },
  ],
  playground: async ({ page }, use) => {
    await use(new PlaygroundPage(page));
  },
});

export { expect };
