/**
 * Chromium and stock Firefox, driven in the same way: through Puppeteer, with WebDriver BiDi for
 * Firefox, because Playwright's runner cannot drive an ESR. For tests that need both browsers, and
 * for tests that kill the whole browser.
 */
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core';
import { findBrowser } from '../cli/browser.ts';
import { browserFlags } from '../cli/browser-flags.ts';
import { findFirefox, firefoxPreferences } from '../cli/firefox.ts';
import { thisMachine } from '../cli/host.ts';
import { findFirefoxDriver, findVulkanDriver } from '../cli/vulkan-driver.ts';

export type BrowserName = 'chromium' | 'firefox';

/** On a busy machine a software adapter takes minutes for what a GPU does in a second. */
const patience = 600_000;
/**
 * Firefox's built-in add-ons, which the page does not use. Every start of the browser starts them,
 * which is a quarter of a start's work.
 */
const withoutAddOns = {
  'extensions.webextensions.remote': false,
  'extensions.enabledScopes': 0,
  'extensions.installDistroAddons': false,
  'extensions.formautofill.addresses.enabled': false,
  'extensions.screenshots.disabled': true,
  'extensions.pictureinpicture.enabled': false,
  'extensions.webcompat.enable_shims': false,
  // No spare process for the next tab, because no tab follows.
  'dom.ipc.processPrelaunch.enabled': false,
};

/**
 * Milliseconds between polls. Puppeteer polls by animation frames, which are rare while a software
 * adapter computes.
 */
export const polling = 20;

export function launchOptions(name: BrowserName, profile: string): LaunchOptions {
  const common = { userDataDir: profile, headless: true, protocolTimeout: patience, timeout: patience };
  const chromium = findBrowser(thisMachine)?.path ?? null;
  if (name === 'chromium') {
    if (chromium === null) throw new Error('No Chrome or Chromium here: set CHROMIUM_PATH.');
    const flags = browserFlags(findVulkanDriver(thisMachine, chromium).name);
    return { ...common, browser: 'chrome', executablePath: chromium, args: ['--no-sandbox', ...flags] };
  }
  const firefox = findFirefox(thisMachine);
  if (firefox === null) throw new Error('No Firefox here: `npm test` finds or installs one, or set FIREFOX_PATH.');
  return {
    ...common,
    browser: 'firefox',
    executablePath: firefox.path,
    env: { ...process.env, ...findFirefoxDriver(thisMachine, chromium).env },
    extraPrefsFirefox: { ...firefoxPreferences, ...withoutAddOns },
  };
}

/** The profile folder of one test, and the browsers that are started with it. */
export class Profile {
  private readonly folder: string;
  /** Console errors and uncaught errors of the page, from all browsers of this profile. */
  readonly errors: string[] = [];

  private newest: Browser | undefined;

  constructor(private readonly name: BrowserName) {
    this.folder = mkdtempSync(join(tmpdir(), `playground-${name}-`));
  }

  /**
   * Starts Firefox and closes it cleanly. Only then does Firefox store its own compiled code;
   * without that, each start after a kill takes twice the CPU time.
   */
  async settle(): Promise<void> {
    if (this.name !== 'firefox') return;
    const browser = await this.launch();
    await browser.close();
  }

  private async launch(): Promise<Browser> {
    // After Firefox has ended, Puppeteer restores the preferences that it had set aside in these
    // files. The next start must wait for that.
    while (readdirSync(this.folder).some((file) => file.endsWith('.puppeteer'))) await wait(20);
    // Firefox's mark of an interrupted start. On finding it, Firefox discards its own compiled
    // code.
    rmSync(join(this.folder, '.startup-incomplete'), { force: true });
    const browser = await puppeteer.launch(launchOptions(this.name, this.folder));
    this.newest = browser;
    return browser;
  }

  async open(url: string): Promise<DrivenPage> {
    const browser = await this.launch();
    const page = (await browser.pages())[0] ?? (await browser.newPage());
    page.setDefaultTimeout(patience);
    // As in Playwright's tests: a service worker would change what the page requests from its host.
    await page.evaluateOnNewDocument(() => {
      Object.defineProperty(Navigator.prototype, 'serviceWorker', { value: undefined });
    });
    page.on('pageerror', (error) => this.errors.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error') this.errors.push(message.text());
    });
    const driven = new DrivenPage(browser, page);
    await driven.visit(url);
    return driven;
  }

  /**
   * Ends a browser that a failed test has left running. A folder that cannot be removed yet must
   * not hide the test's failure.
   */
  remove(): void {
    const pid = this.newest?.process()?.pid;
    if (this.newest?.connected && pid !== undefined) process.kill(-pid, 'SIGKILL');
    try {
      rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 });
    } catch (error) {
      console.log(`${this.folder} stays: ${error}`);
    }
  }
}

/** What `PlaygroundPage` is in Playwright's tests, for a browser that Puppeteer drives. */
export class DrivenPage {
  constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  /**
   * Opens an address and waits until the engine can train. It goes by way of about:blank, because
   * two addresses of the page may differ only behind the #, which loads nothing.
   */
  async visit(url: string): Promise<void> {
    if (this.page.url() !== 'about:blank') await this.page.goto('about:blank');
    await this.page.goto(url, { waitUntil: 'domcontentloaded' });
    await this.page.waitForFunction(() => window.playground !== undefined, { polling });
    await this.page.evaluate(() => window.playground.ready);
  }

  state() {
    return this.page.evaluate(() => window.playground.state());
  }

  /**
   * Finds the button by its text, not in the accessibility tree, because requesting that tree keeps
   * Firefox busy with every later change of the page. Presses it in the same call, because a button
   * that is rendered again in between would be gone.
   */
  async press(name: string): Promise<void> {
    await this.page.waitForFunction(
      (text) => {
        const button = [...document.querySelectorAll('button')].find(
          (b) => !b.disabled && b.textContent?.trim() === text,
        );
        button?.click();
        return button !== undefined;
      },
      { polling },
      name,
    );
  }

  /** Whether a button of this name appears within `timeout` milliseconds. */
  offers(name: string, timeout: number): Promise<boolean> {
    return this.page.evaluate(
      async (text, until) => {
        const end = performance.now() + until;
        const isThere = () => [...document.querySelectorAll('button')].some((b) => b.textContent?.trim() === text);
        while (!isThere()) {
          if (performance.now() > end) return false;
          await new Promise((resolve) => setTimeout(resolve, 20));
        }
        return true;
      },
      name,
      timeout,
    );
  }

  async waitForStep(step: number): Promise<void> {
    await this.page.waitForFunction((wanted) => window.playground.state().step >= wanted, { polling }, step);
  }

  /** Presses Step and returns the exact loss of that step. */
  async takeStep(): Promise<number> {
    const { step } = await this.state();
    await this.press('Step');
    await this.waitForStep(step + 1);
    const { loss } = await this.state();
    if (loss === null) throw new Error(`step ${step + 1} has no loss`);
    return loss;
  }

  /**
   * The number of colours in the first canvas or img with this `data-testid`: one if nothing is
   * drawn, zero if there is no such picture.
   */
  coloursOf(testId: string): Promise<number> {
    return this.page.evaluate((id) => {
      const picture = document.querySelector(`[data-testid="${id}"]`);
      if (!(picture instanceof HTMLCanvasElement || picture instanceof HTMLImageElement)) return 0;
      const width = picture instanceof HTMLImageElement ? picture.naturalWidth : picture.width;
      const height = picture instanceof HTMLImageElement ? picture.naturalHeight : picture.height;
      const context = new OffscreenCanvas(width, height).getContext('2d');
      if (context === null) throw new Error('no 2d context');
      context.drawImage(picture, 0, 0);
      return new Set(new Uint32Array(context.getImageData(0, 0, width, height).data.buffer)).size;
    }, testId);
  }

  close(): Promise<void> {
    return this.browser.close();
  }

  /**
   * Ends all processes of the browser at once, as a crash of the machine would; the page gets no
   * event.
   */
  async kill(): Promise<void> {
    const process_ = this.browser.process();
    if (process_?.pid === undefined) throw new Error('the browser has no process');
    const exited = new Promise((resolve) => process_.once('exit', resolve));
    process.kill(-process_.pid, 'SIGKILL');
    await exited;
  }
}
