import { expect, test } from './playground.ts';

const fields = 'v=1&recipe=tiny&seed=7';
const home = '/some/sub/path/';

for (const [what, address] of [
  ['%23 for #', `%23${fields}`],
  ['a lost #', fields],
  ['%23 and &amp;', `%23${fields.replaceAll('&', '&amp;')}`],
  ['%23 behind the page’s name', `index.html%23${fields}`],
  ['%23, with slashes in a model’s address', `%23${fields}&model=https://example.org/a/`],
] as const) {
  test(`a host that finds nothing leads back to the page: ${what}`, async ({ page }) => {
    await page.goto(address);
    await expect(page.getByRole('combobox', { name: 'Recipe', exact: true })).toHaveValue('tiny', { timeout: 20_000 });
    expect(new URL(page.url()).pathname.replace('index.html', '')).toBe(home);
  });
}

test('? for # opens the run, and the page shares it behind a #', async ({ playground, page }) => {
  await page.goto(`?${fields.replace('tiny', 'article')}`);
  await playground.ready();
  await expect(playground.alert).toHaveCount(0);
  await playground.share.click();
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue();
  expect(link.slice(link.indexOf(home))).toBe(`${home}#v=1&recipe=article&seed=7`);
});

for (const address of ['nowhere', 'a/b/c/d']) {
  test(`an unknown address gets a sentence and a link home: ${address}`, async ({ page }) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'There is nothing at this address.' })).toBeVisible();
    const link = page.getByRole('link', { name: 'Open Diffusion Playground' });
    await expect.poll(async () => new URL(await link.evaluate((a: HTMLAnchorElement) => a.href)).pathname).toBe(home);
  });
}
