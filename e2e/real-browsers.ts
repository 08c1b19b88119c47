/**
 * Chromium and stock Firefox, driven the same way (Puppeteer; WebDriver BiDi for Firefox, which
 * Playwright's runner does not speak to an ESR). For what has to be seen in both, and for tests
 * that end the whole browser.
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

/** A software adapter on a busy machine takes minutes for what a GPU does in a second. */
const patience = 600_000;
/**
 * Firefox's own add-ons, which the page has no use for: each start of the browser starts them, and
 * that is a quarter of its work.
 */
const withoutAddOns = {
  'extensions.webextensions.remote': false,
  'extensions.enabledScopes': 0,
  'extensions.installDistroAddons': false,
  'extensions.formautofill.addresses.enabled': false,
  'extensions.screenshots.disabled': true,
  'extensions.pictureinpicture.enabled': false,
  'extensions.webcompat.enable_shims': false,
  // A process in reserve for the next tab: there is none.
  'dom.ipc.processPrelaunch.enabled': false,
};

/**
 * Milliseconds between looks: Puppeteer's default, animation frames, come seldom where a software
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

/** A profile folder of one test, and the browsers that are started on it. */
export class Profile {
  private readonly folder: string;
  /**
   * What the page's console and uncaught errors said was wrong, of all browsers of this profile.
   */
  readonly errors: string[] = [];

  private newest: Browser | undefined;

  constructor(private readonly name: BrowserName) {
    this.folder = mkdtempSync(join(tmpdir(), `playground-${name}-`));
  }

  /**
   * Starts Firefox and ends it cleanly. Only then does it store what it has compiled of itself;
   * otherwise each of many starts after a kill needs twice as much of a core.
   */
  async settle(): Promise<void> {
    if (this.name !== 'firefox') return;
    const browser = await this.launch();
    await browser.close();
  }

  private async launch(): Promise<Browser> {
    // Once Firefox has ended, Puppeteer puts the preferences back that it had set aside in these
    // files: a start must not meet it at that.
    while (readdirSync(this.folder).some((file) => file.endsWith('.puppeteer'))) await wait(20);
    // Firefox's mark of a start that was cut short, for which it throws away what it has compiled
    // of itself.
    rmSync(join(this.folder, '.startup-incomplete'), { force: true });
    const browser = await puppeteer.launch(launchOptions(this.name, this.folder));
    this.newest = browser;
    return browser;
  }

  async open(url: string): Promise<DrivenPage> {
    const browser = await this.launch();
    const page = (await browser.pages())[0] ?? (await browser.newPage());
    page.setDefaultTimeout(patience);
    // As in Playwright's tests: a service worker would change what the page asks of its host.
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
   * Ends a browser that a failed test has left; a folder that cannot be removed yet hides no
   * failure.
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

/** The page as `PlaygroundPage` has it, in a browser that Puppeteer drives. */
export class DrivenPage {
  constructor(
    private readonly browser: Browser,
    readonly page: Page,
  ) {}

  /**
   * Until the engine can train. From another address of the page, too, which differs behind the #
   * only.
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
   * Found by its text, not by the accessibility tree, because requesting that keeps Firefox busy
   * with every later change of the page. Pressed in the moment in which it is found: a button that
   * is rendered again between the two would be gone.
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

  /** Whether a button of this name appears within this many milliseconds. */
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

  /** Presses Step; the exact loss of that step. */
  async takeStep(): Promise<number> {
    const { step } = await this.state();
    await this.press('Step');
    await this.waitForStep(step + 1);
    const { loss } = await this.state();
    if (loss === null) throw new Error(`step ${step + 1} has no loss`);
    return loss;
  }

  /**
   * Colours in the first canvas or img of this `data-testid`: one where nothing is drawn, none
   * where there is no such picture.
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
   * Ends every process of the browser at once, as a crash of the machine would: nothing is said to
   * the page.
   */
  async kill(): Promise<void> {
    const process_ = this.browser.process();
    if (process_?.pid === undefined) throw new Error('the browser has no process');
    const exited = new Promise((resolve) => process_.once('exit', resolve));
    process.kill(-process_.pid, 'SIGKILL');
    await exited;
  }
}
