/**
 * The page in stock Firefox. Its WebGPU (wgpu) compiles our kernels with another compiler (naga),
 * and must compute what Chromium's does.
 */
import { expect, test } from '@playwright/test';
import { type BrowserName, type DrivenPage, Profile } from './real-browsers.ts';

const article = 'recipe=article&batch=4&seed=31&preview=0&evaluate=0';
// The learning rate of `tiny` rises from 0, so the third loss is the first that an update has
// changed.
const tinySteps = 3;
const tiny = 'recipe=tiny&optimizer=muon&batch=1&seed=31&preview=0&evaluate=0';

async function withPage<T>(name: BrowserName, url: string, use: (page: DrivenPage) => Promise<T>): Promise<T> {
  const profile = new Profile(name);
  try {
    const page = await profile.open(url);
    const result = await use(page);
    await page.close();
    expect(profile.errors).toEqual([]);
    return result;
  } finally {
    profile.remove();
  }
}

async function losses(page: DrivenPage, steps: number): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < steps; i += 1) taken.push(await page.takeStep());
  return taken;
}

/**
 * The two sum float32 values in different orders: Firefox's adapter does not say that it is
 * software, so Firefox gets the kernels for GPUs.
 */
function expectSame(actual: readonly number[], expected: readonly number[]): void {
  console.log(`Firefox ${actual.join(' ')}\nChromium ${expected.join(' ')}`);
  expect(actual).toHaveLength(expected.length);
  for (const [i, loss] of actual.entries()) {
    expect(Math.abs(loss / (expected[i] ?? Number.NaN) - 1), `step ${i + 1}`).toBeLessThan(1e-6);
  }
}

test('Firefox trains the article, and tiny with Muon, with the same losses as Chromium; it generates and restores', async ({
  baseURL,
}) => {
  const addresses = [`${baseURL}#v=1&${article}`, `${baseURL}#v=1&${tiny}`] as const;
  const steps = 5;
  const reference = await withPage('chromium', addresses[0], async (page) => {
    const ofArticle = await losses(page, steps);
    await page.visit(addresses[1]);
    return { ofArticle, ofTiny: await losses(page, tinySteps) };
  });
  await withPage('firefox', addresses[0], async (page) => {
    const { backend, adapter } = await page.state();
    console.log(`backend ${backend}, adapter ${adapter}`);
    expect(backend).toBe('webgpu');
    expectSame(await losses(page, steps), reference.ofArticle);
    for (const [view, button, picture] of [
      ['Paint', 'Generate', 'sample'],
      ['Repair', 'Restore', 'restored'],
    ] as const) {
      await page.press(view);
      await page.press(button);
      await expect.poll(() => page.coloursOf(picture), picture).toBeGreaterThan(100);
    }
    const alerts = await page.page.$$eval('[role="alert"]', (found) => found.map(({ textContent }) => textContent));
    expect(alerts).toEqual([]);
    await page.visit(addresses[1]);
    expectSame(await losses(page, tinySteps), reference.ofTiny);
  });
});
