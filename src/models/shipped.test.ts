import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cardFile, type ModelCard, parseCard } from '../ml/checkpoint/card.ts';
import { readFolder } from '../ml/checkpoint/folder.ts';
import type { FileCache } from '../offline/kept-files.ts';
import { type Answer, hostModel, type ModelHost } from '../share/model-host.fixture.ts';
import { fetchNamed, fetchShipped, isKept, listShipped, sizeOf } from './shipped.ts';

const weights = 'unet/diffusion_pytorch_model.safetensors';
let card: ModelCard;
/** The host's files, by path below `models/`; the host ignores the hash in the query. */
let files: Record<string, Answer>;

beforeAll(async () => {
  const read = (path: string) => readFile(`public/models/${path}`);
  const parsed = parseCard(await read('digits/card.json'));
  if (!parsed) throw new Error('no card');
  card = parsed;
  const { models } = z.object({ models: z.array(z.string()) }).parse(JSON.parse(String(await read('index.json'))));
  const paths = ['index.json', ...models.map((name) => `${name}/card.json`)];
  files = Object.fromEntries(await Promise.all(paths.map(async (path) => [path, await read(path)] as const)));
  for (const { path, sha256 } of card.files) files[`digits/${path}?sha256=${sha256}`] = await read(`digits/${path}`);
});

const hosts: ModelHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});

async function serve(changed: Readonly<Record<string, Answer>> = {}) {
  const host = await hostModel({ ...files, ...changed });
  hosts.push(host);
  const told: number[] = [];
  const options = {
    signal: new AbortController().signal,
    onProgress: ({ receivedBytes }: { receivedBytes: number }) => told.push(receivedBytes),
    cache: null as FileCache | null,
  };
  return { host, root: new URL(host.url), told, options };
}

function memoryCache() {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>();
  const cache: FileCache = {
    get: async (url) => kept.get(url.href) ?? null,
    put: async (url, bytes) => void kept.set(url.href, bytes),
  };
  return { cache, kept };
}

const addressOf = (path: string) => `digits/${path}?sha256=${card.files.find((file) => file.path === path)?.sha256}`;
const spoiledWeights = async () => {
  const bytes = new Uint8Array(await readFile(`public/models/digits/${weights}`));
  bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
  return bytes;
};

test('are listed by their cards; weights are fetched only on request', async () => {
  const { root, options, host } = await serve();
  const cards = await listShipped(root, options);
  expect(cards.map(({ name }) => name)).toContain('digits');
  expect(host.asked).not.toContain(addressOf(weights));
});

test('are fetched with progress and can be opened', async () => {
  const { root, options, told } = await serve();
  const fetched = await fetchShipped(root, card, options);
  const folder = new Map(fetched.map(({ path, bytes }) => [path, bytes]));
  expect(folder.has(cardFile)).toBe(true);
  expect(readFolder('digits', folder).card?.name).toBe('digits');
  const network = fetched.filter(({ path }) => path !== cardFile).reduce((sum, { bytes }) => sum + bytes.length, 0);
  expect(told.at(-1)).toBe(network);
  expect(sizeOf(card)).toBeGreaterThan(network);
});

test('are not fetched twice, but a damaged kept file is fetched again', async () => {
  const { cache, kept } = memoryCache();
  const { root, options, host } = await serve();
  await fetchShipped(root, card, { ...options, cache });
  const before = host.asked.length;
  await fetchShipped(root, card, { ...options, cache });
  expect(host.asked.length).toBe(before);
  const key = new URL(addressOf(weights), root).href;
  kept.set(key, await spoiledWeights());
  const again = await fetchShipped(root, card, { ...options, cache });
  expect(host.asked.slice(before)).toEqual([addressOf(weights)]);
  const bytes = again.find(({ path }) => path === weights)?.bytes ?? new Uint8Array();
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(new URL(key).searchParams.get('sha256'));
});

describe('a damaged download is one clear error, and nothing is kept', () => {
  const cases: [string, () => Promise<Record<string, Answer>>, object][] = [
    [
      'other bytes',
      async () => ({ [addressOf(weights)]: await spoiledWeights() }),
      { code: 'model-spoiled', values: { file: `models/digits/${weights}` } },
    ],
    [
      'fewer bytes',
      async () => ({ [addressOf(weights)]: (await spoiledWeights()).subarray(0, 1000) }),
      { code: 'model-spoiled' },
    ],
    [
      'a connection that breaks off',
      async () => {
        const bytes = await spoiledWeights();
        return {
          [addressOf(weights)]: (response) => {
            response.writeHead(200, { 'content-length': bytes.length });
            response.write(bytes.subarray(0, 1000));
            setTimeout(() => response.destroy(), 50);
          },
        };
      },
      { code: 'model-cut-short' },
    ],
    [
      'no such file',
      async () => ({ [addressOf(weights)]: (response) => response.writeHead(404).end() }),
      { code: 'model-spoiled' },
    ],
  ];
  test.each(cases)('%s', async (_, changed, error) => {
    const { cache, kept } = memoryCache();
    const { root, options } = await serve(await changed());
    await expect(fetchShipped(root, card, { ...options, cache })).rejects.toMatchObject(error);
    expect([...kept.keys()].some((key) => key.includes(weights))).toBe(false);
  });

  test('a malformed list, and a card of another model', async () => {
    const list = await serve({ 'index.json': '{"version":1,"models":["../digits"]}' });
    await expect(listShipped(list.root, list.options)).rejects.toMatchObject({ code: 'model-spoiled' });
    const other = await serve({ 'digits/card.json': JSON.stringify({ ...card, name: 'emoji' }) });
    await expect(listShipped(other.root, other.options)).rejects.toMatchObject({ code: 'model-spoiled' });
  });
});

test('one is found by its name; a folder without a card is not a model', async () => {
  const { root, options } = await serve();
  expect((await fetchNamed(root, 'digits', options))?.map(({ path }) => path)).toContain(weights);
  expect(await fetchNamed(root, 'another', options)).toBeNull();
});

test('if the host does not answer, a model that is kept opens, and one that is not is named in the error', async () => {
  const { cache, kept } = memoryCache();
  const { root, options, host } = await serve();
  await fetchShipped(root, card, { ...options, cache });
  await host.close();
  hosts.splice(0);
  expect((await fetchShipped(root, card, { ...options, cache })).map(({ path }) => path)).toContain(weights);
  expect(isKept(root, card, new Set(kept.keys()))).toBe(true);
  expect(isKept(root, card, new Set([...kept.keys()].slice(1)))).toBe(false);
  const missing = { code: 'model-not-here', values: { model: 'digits' } };
  await expect(fetchShipped(root, card, options)).rejects.toMatchObject(missing);
  await expect(fetchNamed(root, 'digits', options)).rejects.toMatchObject(missing);
});

test('a cancelled fetch fails with `cancelled`', async () => {
  const { root, options } = await serve();
  const aborter = new AbortController();
  aborter.abort();
  await expect(fetchShipped(root, card, { ...options, signal: aborter.signal })).rejects.toMatchObject({
    code: 'cancelled',
  });
});
