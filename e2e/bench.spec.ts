import type { Page } from '@playwright/test';
import { expectNoSidewaysScroll, expectNoViolations } from './looks.ts';
import { expectSmooth } from './main-thread.ts';
import { expect, test } from './playground.ts';

const choose = (page: Page, name: string) => page.getByText(name, { exact: true }).click();

async function expectAccessible(page: Page, where: string): Promise<void> {
  await expectNoViolations({ page }, 'all', where);
  await expectNoSidewaysScroll({ page }, where);
}

/** The text of each row: what was measured, its time, and how many times as long it takes. */
const rows = (page: Page) => page.getByRole('row').allInnerTexts();

test('times the article’s step beside stock tfjs, and the link it gives opens the same table', {
  tag: '@timed',
}, async ({ page, browser }) => {
  await page.goto('#v=1&backend=cpu');
  await page.getByRole('link', { name: 'How fast is my GPU?' }).click();
  for (const name of ['Tiny U-Net', 'DDIM', 'Stock tfjs on WebGL', 'A little of it']) await choose(page, name);
  await expectAccessible(page, 'before');
  await expectSmooth({ page, browser }, 'a measurement', async (attempt) => {
    await page.getByRole('button', { name: attempt === 1 ? 'Measure' : 'Measure again', exact: true }).click();
    await expect(page.getByRole('progressbar', { name: 'Measuring' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Measure again' })).toBeVisible();
  });

  await expect(page.getByRole('region', { name: /Article’s program/ })).toContainText(/\d times as fast/);
  const measured = await rows(page);
  console.log(measured.map((row) => row.replaceAll(/\s+/g, ' ')).join('; '));
  expect(measured[1]).toMatch(/^Diffusion Playground\s+[\d.,]+ ms/);
  expect(measured[2]).toMatch(/^Stock tfjs on WebGPU\s+[\d.,]+ m?s[^×]+\d×/);
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await page.setViewportSize({ width: 360, height: 800 });
  await expectAccessible(page, 'with a result, dark, on a phone');

  const link = page.getByRole('textbox', { name: 'Link with the result' });
  await expect(link).toHaveValue(/#result=/);
  const address = await link.inputValue();
  await page.goto('about:blank');
  await page.goto(address);
  await expect(page.getByRole('button', { name: 'Measure my GPU' })).toBeVisible();
  expect(await rows(page)).toEqual(measured);
});

test('a damaged link is no result, and a sentence says so', async ({ page }) => {
  await page.goto('bench.html#result=AAAA');
  await expect(page.getByRole('alert')).toContainText('no result that this page can read');
  await expect(page.getByRole('button', { name: 'Measure', exact: true })).toBeVisible();
  await page.goto('about:blank');
  await page.goto('bench.html#result=AAAA&lang=zh-CN');
  await expect(page.getByRole('alert')).toContainText('链接中没有本页能读取的结果');
});
