import { hostModel, type ModelHost } from '../src/share/model-host.fixture.ts';
import { expect, test } from './playground.ts';
import { readQrCode } from './qr-code.ts';

const fields = 'v=1&recipe=tiny&seed=7&backend=cpu';
const home = '/some/sub/path/';

/** Another site, which embeds the page in a frame. */
let other: ModelHost | null = null;
test.afterEach(async () => {
  await other?.close();
  other = null;
});

for (const [what, address] of [
  ['%23 for #', `%23${fields}`],
  ['a lost #', fields],
  ['%23 and &amp;', `%23${fields.replaceAll('&', '&amp;')}`],
  ['%23 behind the page’s name', `index.html%23${fields}`],
  ['%23, with slashes in a model’s address', `%23${fields}&model=https://example.org/a/`],
] as const) {
  test(`a host’s 404 page leads back to the page: ${what}`, async ({ page }) => {
    await page.goto(address);
    await expect(page.getByRole('combobox', { name: 'Recipe', exact: true })).toHaveValue('tiny', { timeout: 20_000 });
    expect(new URL(page.url()).pathname.replace('index.html', '')).toBe(home);
  });
}

test('a link with ? in place of # opens the run, and the page shares it with a #', async ({ playground, page }) => {
  await page.goto(`?${fields.replace('tiny', 'article')}`);
  await playground.ready();
  await expect(playground.alert).toHaveCount(0);
  await playground.share.click();
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue();
  expect(link.slice(link.indexOf(home))).toBe(`${home}#v=1&recipe=article&seed=7`);
});

test('parts of the page are left out as the link says; the HTML from Share shows one view within another page', async ({
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
  await expect(page.getByRole('checkbox', { name: 'parameters', exact: true })).toBeChecked();
  await page.getByText('Model and Share', { exact: true }).click();
  await page.getByRole('combobox', { name: 'Language it opens in', exact: true }).selectOption('English');
  await expect(page.getByText('It leaves out: the other views, parameters, and Model and Share.')).toBeVisible();
  const link = await page.getByRole('textbox', { name: 'Link to this experiment' }).inputValue();
  expect(link).toContain('&lang=en&hide=views,parameters,share');
  await page.getByText('QR code', { exact: true }).click();
  expect(await readQrCode(await page.getByRole('img', { name: 'QR code of the link' }).screenshot())).toBe(link);
  const code = await page.getByRole('textbox', { name: 'HTML for your page' }).inputValue();
  expect(code).toContain('&amp;hide=views,parameters,share&amp;embed=1');
  await page.getByRole('button', { name: 'Copy HTML' }).click();
  await expect(page.getByRole('button', { name: 'Copied' })).toBeVisible();
  // Another origin on this machine, because browsers do not let a page of the web embed one on this
  // machine.
  const text = code
    .replace('recipe=tiny', 'recipe=article')
    .replace('&amp;embed', '&amp;backend=cpu&amp;batch=1&amp;embed');
  const sandboxed = text.replace('<iframe', '<iframe sandbox="allow-scripts"');
  const files = { 'page.html': text, 'sandboxed.html': sandboxed };
  other = await hostModel(files, { 'content-type': 'text/html' });
  await page.goto(`${other.url}page.html`);
  const embedded = page.frameLocator('iframe');
  // In a frame of another site this browser denies the page all storage, and locks, too.
  await embedded.getByRole('button', { name: 'Train', exact: true }).click();
  await expect(embedded.getByRole('status', { name: 'Step', exact: true })).toHaveText(/[1-9]/);
  await embedded.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(embedded.getByRole('button', { name: 'Resume', exact: true })).toBeVisible();
  await expect(embedded.getByText('The run is not saved here: it is gone once this page is closed.')).toBeVisible();
  await expect(embedded.getByRole('alert')).toHaveCount(0);
  await expect(embedded.getByRole('button', { name: 'About' })).toBeVisible();
  await expect(embedded.getByRole('heading', { level: 2 }).first()).toBeVisible();
  for (const name of ['Share', 'Model']) await expect(embedded.getByRole('button', { name })).toHaveCount(0);
  await expect(embedded.getByRole('tab', { name: 'Paint' })).toHaveCount(0);
  const whole = embedded.getByRole('link', { name: 'Open in Diffusion Playground' });
  const hash = new URL(await whole.evaluate((a: HTMLAnchorElement) => a.href)).hash;
  expect([hash.includes('embed'), hash.includes('&hide=views,parameters,share')]).toEqual([false, true]);
  await page.goto(`${other.url}sandboxed.html`);
  await expect(embedded.getByText(/^The sandbox of this frame keeps the page from its own files/)).toBeVisible();
});

for (const address of ['nowhere', 'a/b/c/d']) {
  test(`an unknown address gets a sentence and a link home: ${address}`, async ({ page }) => {
    await page.goto(address);
    await expect(page.getByRole('heading', { name: 'There is nothing at this address.' })).toBeVisible();
    const link = page.getByRole('link', { name: 'Open Diffusion Playground' });
    await expect.poll(async () => new URL(await link.evaluate((a: HTMLAnchorElement) => a.href)).pathname).toBe(home);
  });
}
