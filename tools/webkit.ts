/**
 * Shows what the page does in WebKit, which has no WebGPU on Linux: opens dist/ in WebKitGTK's
 * MiniBrowser, takes one training step and generates. Not among the tests: it needs 200 MB of
 * packages, and a step on the CPU takes many seconds. Build first, then
 *
 *   apt-get install webkit2gtk-driver xvfb
 *   xvfb-run npx tsx tools/webkit.ts [SCREENSHOT.png]
 */
import { spawn } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import { preview } from 'vite';
import { z } from 'zod';

const [screenshot = 'test-results/webkit.png'] = process.argv.slice(2);
const driverPort = 24_444;
const pagePort = 24_445;
const patienceMs = 300_000;

const miniBrowser = ['x86_64', 'aarch64']
  .map((machine) => `/usr/lib/${machine}-linux-gnu/webkit2gtk-4.1/MiniBrowser`)
  .find(existsSync);
if (miniBrowser === undefined) throw new Error('No MiniBrowser here: apt-get install webkit2gtk-driver');

const reply = z.object({ value: z.unknown() });

/** Sends one command of W3C WebDriver and returns its value. */
async function command(method: 'POST' | 'GET' | 'DELETE', path: string, body?: object): Promise<unknown> {
  const response = await fetch(`http://127.0.0.1:${driverPort}/session${path}`, {
    method,
    ...(body && { body: JSON.stringify(body) }),
  });
  const { value } = reply.parse(await response.json());
  if (!response.ok) throw new Error(`${method} ${path}: ${JSON.stringify(value)}`);
  return value;
}

async function retried<T>(attempt: () => Promise<T>): Promise<T> {
  const end = performance.now() + patienceMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (performance.now() > end) throw error;
      await wait(250);
    }
  }
}

const server = await preview({ preview: { host: 'localhost', port: pagePort }, logLevel: 'warn' });
// Its sandbox needs user namespaces, which a container may lack.
const driver = spawn('WebKitWebDriver', [`--port=${driverPort}`], {
  stdio: 'inherit',
  env: { ...process.env, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1', LANG: 'en_US.UTF-8' },
});
const session = z.object({ sessionId: z.string() });

try {
  const capabilities = {
    alwaysMatch: { 'webkitgtk:browserOptions': { binary: miniBrowser, args: ['--automation'] } },
  };
  const { sessionId } = await retried(async () => session.parse(await command('POST', '', { capabilities })));
  const script = (text: string) => command('POST', `/${sessionId}/execute/sync`, { script: text, args: [] });
  /** Waits until the expression, evaluated in the page, is true. */
  const until = (expression: string) =>
    retried(async () => {
      if ((await script(`return Boolean(${expression})`)) !== true) throw new Error(`never came true: ${expression}`);
    });
  const press = (name: string) =>
    script(`[...document.querySelectorAll('button')].find((b) => b.textContent.trim() === '${name}').click()`);

  const url = `${server.resolvedUrls?.local[0]}#v=1&recipe=article&batch=1&seed=31&preview=1000&gcount=1`;
  await retried(() => command('POST', `/${sessionId}/url`, { url }));
  await until('window.playground?.state().backend');
  console.log(await script('return navigator.userAgent'));
  await press('Step');
  await until('window.playground.state().step === 1');
  console.log(await script('return JSON.stringify(window.playground.state())'));
  await press('Paint');
  await until(`[...document.querySelectorAll('button')].some((b) => b.textContent.trim() === 'Generate')`);
  await press('Generate');
  await until(`document.querySelector('[data-testid="sample"]')`);
  const notices = `[...document.querySelectorAll('[role="alert"]')].map((alert) => alert.textContent).join('\\n')`;
  console.log(await script(`return ${notices}`));
  writeFileSync(screenshot, Buffer.from(z.string().parse(await command('GET', `/${sessionId}/screenshot`)), 'base64'));
  console.log(screenshot);
  await command('DELETE', `/${sessionId}`);
} finally {
  driver.kill();
  await server.close();
}
