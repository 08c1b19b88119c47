/** Data sets and models on a host other than the page's, as a build with `ASSETS_URL` names it. */
import { once } from 'node:events';
import { createReadStream, readFileSync, statSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { contentSecurityPolicy, inlineParts, withPolicy } from '../tools/deploy/content-security-policy.ts';
import { headerRules, writeHeadersFile } from '../tools/deploy/headers.ts';
import { expect, test } from './playground.ts';
import { staticHost, subPath } from './static-host.ts';

const folder = '/files/';

test.use({ asksOthers: true });

/** The files in which a build with `ASSETS_URL` differs from the built page. */
function builtFor({ href, origin }: URL): ReadonlyMap<string, string> {
  const html = readFileSync('dist/index.html', 'utf8')
    .replace(/\n *<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
    .replace('</head>', `<meta name="assets" content="${href}" /></head>`);
  const policy = contentSecurityPolicy({ ...inlineParts(html), assetsOrigin: origin });
  return new Map([
    ['index.html', withPolicy(html, origin)],
    ['_headers', writeHeadersFile(headerRules(policy))],
  ]);
}

/**
 * A host that serves `public`. `permit` says whether it lets pages of other hosts read its files.
 */
function assetsHost(permit: () => boolean, asked: string[]): Server {
  return createServer((request, response) => {
    const path = new URL(request.url ?? '', 'http://localhost').pathname.replace(folder, '');
    asked.push(path);
    if (permit()) response.setHeader('access-control-allow-origin', '*');
    const file = join('public', path);
    if (statSync(file, { throwIfNoEntry: false })?.isFile()) createReadStream(file).pipe(response);
    else response.writeHead(404).end();
  });
}

const servers: Server[] = [];
test.afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});
/** Listens on a free port and returns the server's origin. */
async function listen(server: Server, host: string): Promise<string> {
  servers.push(server);
  await once(server.listen(0, host), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the server has no port');
  return `http://${host}:${address.port}`;
}

test('sets and models come from the host that the build names; if that host does not let the page read them, a sentence says so', async ({
  playground,
  page,
}) => {
  let permitted = true;
  const asked: string[] = [];
  const host = assetsHost(() => permitted, asked);
  const assets = new URL(folder, await listen(host, '127.0.0.1'));
  const home = `${await listen(staticHost(builtFor(assets)), 'localhost')}${subPath}`;
  const ofPage: string[] = [];
  page.on('request', (request) => {
    if (request.url().includes(subPath)) ofPage.push(request.url().split(subPath)[1] ?? '');
  });

  await playground.open('batch=1&backend=cpu&model=models/article', home);
  await expect(page.getByText(/is open/)).toBeVisible();
  await playground.takeStep();
  expect(asked).toEqual(
    expect.arrayContaining([
      'cifar/manifest.json',
      expect.stringMatching(/^cifar\/train-\d+\.webp$/),
      'models/article/card.json',
      'models/article/unet/diffusion_pytorch_model.safetensors',
    ]),
  );

  await playground.show('start');
  const sheet = page.getByRole('img', { name: /painted|samples/i }).first();
  await expect(sheet).toHaveAttribute('src', `${assets}models/digits/sheet.png`);
  await expect.poll(() => sheet.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
  expect(ofPage.filter((path) => /^(?:cifar|digits|emoji|models)\//.test(path))).toEqual([]);

  permitted = false;
  await page.getByRole('combobox', { name: 'Data set', exact: true }).selectOption('emoji');
  await playground.reset.click();
  await expect(playground.alert.filter({ hasText: 'Emoji' })).toContainText(
    `Emoji (Twemoji) is not on this device, and ${assets.host}, which has this page’s data sets, cannot be reached or does not allow this page to read its files`,
  );
});
