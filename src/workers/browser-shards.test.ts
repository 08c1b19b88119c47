import type { ServerResponse } from 'node:http';
import { afterEach, expect, it } from 'vitest';
import { openDataSet } from '../ml/data/dataset.ts';
import { syntheticSource } from '../ml/data/synthetic-source.fixture.ts';
import type { FileCache } from '../offline/kept-files.ts';
import { hostModel, type ModelHost } from '../share/model-host.fixture.ts';
import { browserShards } from './browser-shards.ts';

const patienceMs = 200;
const kilobyte = Buffer.alloc(1000, 7);
let host: ModelHost | null = null;
afterEach(async () => {
  await host?.close();
});

/** A response that sends its length and first bytes, and then nothing. */
const stalls = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-length': 1000 }).write(kilobyte.subarray(0, 10));
};
const neverAnswers = (): void => {};

/** A response of ten pieces with a pause before each. */
const trickles = async (response: ServerResponse): Promise<void> => {
  response.writeHead(200, { 'content-length': 1000 });
  for (let i = 0; i < 10; i += 1) {
    await new Promise((resolve) => setTimeout(resolve, patienceMs / 2));
    response.write(kilobyte.subarray(0, 100));
  }
  response.end();
};

it('gives up a transfer that receives nothing, but waits for a slow one', async () => {
  host = await hostModel({ stalls, neverAnswers, trickles: (response) => void trickles(response) });
  const source = browserShards(host.url, patienceMs);
  await expect(source.read('stalls')).rejects.toThrow('nothing came for 200 ms');
  await expect(source.read('neverAnswers')).rejects.toThrow('nothing came for 200 ms');
  expect(await source.read('trickles')).toEqual(new Uint8Array(kilobyte));
  await expect(source.read('absent')).rejects.toMatchObject({ code: 'data-shard-missing' });
});

it('ends at once when nobody waits for it', async () => {
  host = await hostModel({ stalls });
  const call = new AbortController();
  const reading = browserShards(host.url, 60_000).read('stalls', call.signal);
  setTimeout(() => call.abort(), 50);
  const began = performance.now();
  await expect(reading).rejects.toThrow();
  expect(performance.now() - began).toBeLessThan(5_000);
});

it('names a manifest that never arrives', async () => {
  host = await hostModel({ 'manifest.json': stalls });
  await expect(browserShards(host.url, patienceMs).manifest()).rejects.toMatchObject({ code: 'data-unreachable' });
});

it('uses stored files if the host does not answer, requests each shard once, and stores no damaged one', async () => {
  const { source, manifest } = await syntheticSource({ labels: [0, 1, 2, 3], imagesPerShard: 2 });
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  const kept: FileCache = {
    get: async (url) => files.get(url.href) ?? null,
    put: async (url, bytes) => void files.set(url.href, bytes),
  };
  const shard = await source.read('train-0.webp');
  host = await hostModel({
    'manifest.json': JSON.stringify(manifest),
    'train-0.webp': shard,
    'train-1.webp': Buffer.from('damaged'),
  });
  const { url } = host;
  const open = () => openDataSet({ ...browserShards(url, patienceMs, async () => kept), decode: source.decode });
  const dataSet = await open();
  await dataSet.settleShard('train', 0);
  await dataSet.settleShard('train', 1);
  await expect.poll(() => files.size).toBe(2);
  await host.close();
  host = null;

  const later = await open();
  expect((await later.settleShard('train', 0)).kind).toBe('ready');
  expect(await later.settleShard('train', 1)).toMatchObject({ kind: 'failed', error: { code: 'data-shard-missing' } });
});

it('requests a shard that stalls a second time, and then names it as missing', async () => {
  const { source, manifest } = await syntheticSource({ labels: [0, 1, 2, 3], imagesPerShard: 2 });
  const shard = await source.read('train-0.webp');
  let asked = 0;
  host = await hostModel({
    'manifest.json': JSON.stringify(manifest),
    'train-0.webp': (response) => {
      asked += 1;
      if (asked === 1) stalls(response);
      else response.end(shard);
    },
    'train-1.webp': stalls,
  });
  const dataSet = await openDataSet({ ...browserShards(host.url, patienceMs), decode: source.decode });
  expect((await dataSet.settleShard('train', 0)).kind).toBe('ready');
  expect(await dataSet.settleShard('train', 1)).toMatchObject({
    kind: 'failed',
    error: { code: 'data-shard-missing' },
  });
});
