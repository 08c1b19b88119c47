import { hostModel } from '../src/share/model-host.fixture.ts';
import { expect, test } from './playground.ts';

const fields = 'v=1&recipe=tiny&seed=7&backend=cpu';
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

test('parts of the page are left out as the link says; what Share gives for another page shows one view in it', async ({
  playground,
  page,
}) => {
  await page.goto('#v=1&recipe=article&seed=7&backend=cpu&hide=views,parameters&view=paint');
  await playground.ready();
  await expect(playground.generate).toBeVisible();
  for (const name of ['Noise seed', 'Pictures'])
    await expect(page.getByRole('spinbutton', { name, exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: /^(Ready-made models|Nearest training pictures)$/ })).toHaveCount(0);
  await page.goto('#v=1&recipe=article&seed=7&backend=cpu&hide=views,parameters');
  await expect(page.getByRole('tab')).toHaveCount(0);
  await expect(page.getByRole('spinbutton', { name: 'Batch size', exact: true })).toHaveCount(0);
  await page.getByRole('combobox', { name: 'Recipe', exact: true }).selectOption('tiny');
  await expect.poll(() => page.url()).toContain('hide=views,parameters');

  await playground.share.click();
  await page.getByText('For a class, or a page of your own').click();
  await page.getByText('Model and Share', { exact: true }).click();
  await expect(page.getByText('Shows this view alone, with its settings, Train and Reset.')).toBeVisible();
  const code = await page.getByRole('textbox', { name: 'HTML for your page' }).inputValue();
  expect(code).toContain('&amp;hide=share');
  await page.getByRole('button', { name: 'Copy HTML' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  // Another origin on this machine: browsers keep pages of the web from embedding what is on it.
  const text = code.replace('&amp;embed', '&amp;backend=cpu&amp;embed');
  const other = await hostModel({ 'page.html': text }, { 'content-type': 'text/html' });
  await page.goto(`${other.url}page.html`);
  const embedded = page.frameLocator('iframe');
  await expect(embedded.getByRole('button', { name: 'Train', exact: true })).toBeVisible();
  await expect(embedded.getByRole('heading', { level: 2 }).first()).toBeVisible();
  for (const name of ['Share', 'Model']) await expect(embedded.getByRole('button', { name })).toHaveCount(0);
  await expect(embedded.getByRole('tab', { name: 'Paint' })).toHaveCount(0);
  const whole = embedded.getByRole('link', { name: 'Open in Diffusion Playground' });
  expect(new URL(await whole.evaluate((a: HTMLAnchorElement) => a.href)).hash).not.toMatch(/embed|hide/);
  await other.close();
});

for (const address of ['nowhere', 'a/b/c/d']) {
  test(`an unknown address gets a sentence and a link home: ${address}`, async ({ page }) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'There is nothing at this address.' })).toBeVisible();
    const link = page.getByRole('link', { name: 'Open Diffusion Playground' });
    await expect.poll(async () => new URL(await link.evaluate((a: HTMLAnchorElement) => a.href)).pathname).toBe(home);
  });
}
