/**
 * A model on another host, named by a link or by the visitor: the page asks before it fetches,
 * shows progress, and states every refusal.
 */
import { readFile } from 'node:fs/promises';
import { hostHub, mainCommit } from '../src/share/hub/hub.fixture.ts';
import { type Answer, hostModel, type ModelHost } from '../src/share/model-host.fixture.ts';
import { expect, isBlank, type PlaygroundPage, pixelsOf, test } from './playground.ts';

test.use({ asksOthers: true });

const weights = 'unet/diffusion_pytorch_model.safetensors';
const permits = { 'access-control-allow-origin': '*' };

/** A pipeline as diffusers saved it. */
async function pipeline(): Promise<Record<string, Answer>> {
  const paths = ['model_index.json', 'unet/config.json', 'scheduler/scheduler_config.json', weights];
  const read = async (path: string) => [path, await readFile(`tools/golden/diffusers/current/${path}`)] as const;
  return Object.fromEntries(await Promise.all(paths.map(read)));
}

const hosts: ModelHost[] = [];
test.afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});
async function serve(files: Readonly<Record<string, Answer>>, headers: Readonly<Record<string, string>> = permits) {
  const host = await hostModel(files, headers);
  hosts.push(host);
  return host;
}

/** Answers with the first half of the weights at once, and with the rest when `goOn` is called. */
function inTwoParts(file: Answer | undefined): { readonly answer: Answer; readonly goOn: () => void } {
  if (!(file instanceof Uint8Array)) throw new Error('the weights are not there');
  let goOn = (): void => {};
  const wanted = new Promise<void>((resolve) => {
    goOn = resolve;
  });
  const half = Math.floor(file.length / 2);
  return {
    goOn,
    answer: async (response) => {
      response.writeHead(200, { 'content-length': file.length });
      response.write(file.subarray(0, half));
      await wanted;
      response.end(file.subarray(half));
    },
  };
}

async function openLink(playground: PlaygroundPage, host: ModelHost) {
  await playground.open(`batch=1&gcount=1&steps=2&backend=cpu&model=${host.url}`);
  const dialog = playground.page.getByRole('dialog');
  await expect(dialog).toContainText(new URL(host.url).host);
  await expect(dialog).toContainText(host.url);
  const button = (name: string) => dialog.getByRole('button', { name, exact: true });
  return { dialog, load: button('Load the model'), notNow: button('Not now'), cancel: button('Cancel') };
}

test('nothing is fetched before the visitor accepts, and nothing if the visitor declines', async ({ playground }) => {
  const host = await serve(await pipeline());
  const { dialog, notNow } = await openLink(playground, host);
  await notNow.click();
  await expect(dialog).toHaveCount(0);
  expect(await playground.takeStep()).toBeGreaterThan(0);
  expect(host.asked).toEqual([]);
});

test('a model loads with progress, replaces the run, and can be shared', async ({ playground, page }) => {
  const files = await pipeline();
  const { answer, goOn } = inTwoParts(files[weights]);
  const host = await serve({ ...files, [weights]: answer });
  const { dialog, load } = await openLink(playground, host);
  await load.click();
  const progress = dialog.getByRole('progressbar');
  await expect(progress).toHaveAttribute('aria-valuenow', /^[45]\d/);
  console.log(`half way: ${await progress.getAttribute('aria-valuenow')} %`);
  goOn();
  await expect(dialog).toHaveCount(0);
  await expect(page.getByText(/is open/)).toBeVisible();
  await expect(playground.alert).toContainText('The link also sets recipe, batch, which was not used');

  await playground.show('paint');
  await playground.generate.click();
  const sample = page.getByTestId('sample').first();
  await expect(sample).toBeVisible();
  expect(isBlank(await pixelsOf(sample))).toBe(false);

  await playground.share.click();
  const link = await page.getByRole('textbox', { name: /link/i }).inputValue();
  console.log(link);
  expect(new URLSearchParams(new URL(link).hash.slice(1)).get('model')).toBe(host.url);
});

test('a host that does not let other pages read its files gets one clear sentence; the visitor may try again, and cancelling halfway leaves everything as it was', async ({
  playground,
}) => {
  const files = await pipeline();
  const headers: Record<string, string> = {};
  const host = await serve({ ...files, [weights]: inTwoParts(files[weights]).answer }, headers);
  const { dialog, load, cancel } = await openLink(playground, host);
  await load.click();
  const alert = dialog.getByRole('alert');
  await expect(alert).toContainText('does not allow other pages');
  console.log(await alert.textContent());

  // The dialog allows another try, because the network may have been at fault.
  Object.assign(headers, permits);
  await load.click();
  await expect(dialog.getByRole('progressbar')).toHaveAttribute('aria-valuenow', /^[45]\d/);
  await cancel.click();
  await expect(dialog).toHaveCount(0);
  await expect(playground.alert).toHaveCount(0);
  expect(await playground.takeStep()).toBeGreaterThan(0);
});

test('a model of the hub is described, then loaded; one that exists only as a pickle is refused', async ({
  playground,
  page,
}) => {
  const files: Record<string, string | Uint8Array> = {};
  for (const [path, content] of Object.entries(await pipeline()))
    if (typeof content !== 'function') files[path] = content;
  const { [weights]: _, ...rest } = files;
  const hub = await hostHub({
    'ada/tiny': { files, info: { cardData: { license: 'mit' } } },
    'ada/pickled': { files: { ...rest, 'unet/diffusion_pytorch_model.bin': 'a pickle' } },
  });
  // A host of the page would name a mirror in this way, before the page's program starts.
  await page.addInitScript((origin) => {
    const name = (): void => document.querySelector('meta[name="model-hub"]')?.setAttribute('content', origin);
    document.addEventListener('readystatechange', name, { once: true });
  }, hub.origin);
  try {
    await playground.open('batch=1&gcount=1&steps=2&backend=cpu&model=hf:ada/tiny');
    const dialog = page.getByRole('dialog');
    await expect(dialog).toContainText('hf:ada/tiny');
    expect(hub.asked).toEqual([]);
    await dialog.getByRole('button', { name: 'Describe it', exact: true }).click();
    await expect(dialog.getByRole('table')).toContainText(/Licence\s*mit/);
    await expect(dialog.getByRole('row', { name: new RegExp(weights) })).toContainText(/\d+ kB/);
    expect(hub.asked.filter((asked) => asked.startsWith('cdn'))).toEqual([]);
    await dialog.getByRole('button', { name: 'Load the model', exact: true }).click();
    await expect(page.getByText(/ada\/tiny is open/)).toBeVisible();
    await expect(playground.alert).toContainText('The link also sets recipe, batch, which was not used');
    await playground.alert.getByRole('button', { name: 'Dismiss' }).click();

    await playground.share.click();
    const link = await page.getByRole('textbox', { name: /link/i }).inputValue();
    expect(new URLSearchParams(new URL(link).hash.slice(1)).get('model')).toBe(`hf:ada/tiny@${mainCommit}`);
    await page.getByRole('textbox', { name: 'Open a model from the web' }).fill('hf:ada/pickled');
    await page.getByRole('button', { name: 'Open', exact: true }).click();
    await expect(playground.alert).toContainText('only as a Python pickle');
    await expect(dialog).toHaveCount(0);
    expect(await playground.takeStep()).toBeGreaterThan(0);
  } finally {
    await hub.close();
  }
});
