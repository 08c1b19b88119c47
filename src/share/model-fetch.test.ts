import { afterEach, describe, expect, test } from 'vitest';
import { type FetchedModel, fetchModel } from './model-fetch.ts';
import { type Answer, hostModel, type ModelHost } from './model-host.fixture.ts';

const weights = 'diffusion_pytorch_model';
const pipeline = {
  'model_index.json': '{"_class_name":"DDPMPipeline"}',
  'unet/config.json': '{"sample_size":32}',
  'scheduler/scheduler_config.json': '{}',
  [`unet/${weights}.safetensors`]: new Uint8Array(1000).fill(7),
};

const hosts: ModelHost[] = [];
afterEach(async () => {
  for (const host of hosts.splice(0)) await host.close();
});
async function serve(files: Readonly<Record<string, Answer>>): Promise<ModelHost> {
  const host = await hostModel(files);
  hosts.push(host);
  return host;
}

interface Progress {
  readonly receivedBytes: number;
  readonly totalBytes: number | null;
}

async function load(files: Readonly<Record<string, Answer>>, { path = '', limit = 1e6 } = {}) {
  const host = await serve(files);
  const told: Progress[] = [];
  const { signal } = new AbortController();
  const model = await fetchModel(new URL(path, host.url), { signal, limit, onProgress: (next) => told.push(next) });
  return { model, told, host };
}

const pathsOf = (model: FetchedModel) => (model.kind === 'folder' ? model.files.map(({ path }) => path).sort() : []);

describe('a folder', () => {
  test('is fetched with all its files of diffusers’ layout', async () => {
    const { model, told } = await load(pipeline);
    expect(pathsOf(model)).toEqual(Object.keys(pipeline).sort());
    const files = model.kind === 'folder' ? model.files : [];
    expect(files.find(({ path }) => path.endsWith('.safetensors'))?.bytes).toEqual(new Uint8Array(1000).fill(7));
    const { receivedBytes, totalBytes } = told.at(-1) ?? {};
    expect(receivedBytes).toBe(Object.values(pipeline).reduce((sum, { length }) => sum + length, 0));
    expect(totalBytes).toBe(receivedBytes);
  });

  test('is fetched with its training state, whose size is known from the start', async () => {
    const state = { 'training_state.json': '{}', 'training_state.safetensors': new Uint8Array(3000) };
    const { model, told } = await load({ ...pipeline, ...state });
    expect(pathsOf(model)).toEqual(Object.keys({ ...pipeline, ...state }).sort());
    const large = told.filter(({ totalBytes }) => (totalBytes ?? 0) > 1000);
    expect(new Set(large.map(({ totalBytes }) => totalBytes)).size).toBe(1);
  });

  test('may have all files at its root, as the hub’s oldest models do', async () => {
    const { model } = await load({
      'model_index.json': '{}',
      'config.json': '{}',
      'scheduler_config.json': '{}',
      [`${weights}.safetensors`]: 'weights',
    });
    expect(pathsOf(model)).toEqual([
      'config.json',
      `${weights}.safetensors`,
      'model_index.json',
      'scheduler_config.json',
    ]);
  });

  test('may have its weights in shards', async () => {
    const index = { metadata: { total_size: 2000 }, weight_map: { a: 'one.safetensors', b: 'two.safetensors' } };
    const { model, told } = await load({
      'unet/config.json': '{}',
      [`unet/${weights}.safetensors.index.json`]: JSON.stringify(index),
      'unet/one.safetensors': new Uint8Array(1000),
      'unet/two.safetensors': new Uint8Array(1000),
    });
    expect(pathsOf(model)).toEqual(
      expect.arrayContaining([
        'unet/one.safetensors',
        'unet/two.safetensors',
        `unet/${weights}.safetensors.index.json`,
      ]),
    );
    const large = told.filter(({ totalBytes }) => (totalBytes ?? 0) > 1000);
    expect(large[0]?.totalBytes).toBe(large.at(-1)?.totalBytes);
  });

  test('may be a training script’s intermediate save, which has the average in place of the weights', async () => {
    const { 'model_index.json': _, ...saved } = pipeline;
    const average = { 'unet_ema/config.json': '{}', [`unet_ema/${weights}.safetensors`]: 'average' };
    const { model } = await load({ ...saved, ...average });
    expect(pathsOf(model)).toEqual(['scheduler/scheduler_config.json', ...Object.keys(average)]);
    expect(pathsOf((await load({ ...pipeline, ...average })).model)).toEqual(Object.keys(pipeline).sort());
  });

  test('may have its weights only in half precision', async () => {
    const { model } = await load({ 'config.json': '{}', [`${weights}.fp16.safetensors`]: 'weights' });
    expect(pathsOf(model)).toContain(`${weights}.fp16.safetensors`);
  });

  test('may be named with or without a trailing slash', async () => {
    const host = await serve(pipeline);
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    expect(pathsOf(await fetchModel(new URL(host.url.slice(0, -1)), options))).toHaveLength(4);
  });

  test('does not include the web page that a host sends in place of a missing file', async () => {
    const page: Answer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    const { model } = await load({ ...pipeline, 'training_state.json': page });
    expect(pathsOf(model)).toHaveLength(4);
  });
});

describe('a .zip', () => {
  test('is fetched unchanged, through a redirect, even if its size is not announced', async () => {
    const { model, told } = await load(
      {
        'a.zip': (response) => response.writeHead(302, { location: 'elsewhere/b' }).end(),
        'elsewhere/b': (response) => {
          response.writeHead(200);
          response.write('first ');
          setTimeout(() => response.end('second'), 20);
        },
      },
      { path: 'a.zip' },
    );
    expect(model.kind === 'zip' && new TextDecoder().decode(model.bytes)).toBe('first second');
    expect(told[0]).toEqual({ receivedBytes: 6, totalBytes: null });
  });
});

describe('each failure has its own error', () => {
  test('an address at which there is nothing', async () => {
    await expect(load({})).rejects.toMatchObject({ code: 'model-missing' });
    await expect(load({}, { path: 'a.zip' })).rejects.toMatchObject({ code: 'model-missing' });
  });

  test('a missing file, which is named', async () => {
    const { [`unet/${weights}.safetensors`]: _, ...without } = pipeline;
    await expect(load(without)).rejects.toMatchObject({
      code: 'checkpoint-file-missing',
      values: { file: `unet/${weights}.safetensors` },
    });
  });

  test.each(['model.ckpt', 'folder/pytorch_model.bin', 'a.pt'])('a pickle, which is not fetched: %s', async (path) => {
    await expect(load({}, { path })).rejects.toMatchObject({ code: 'checkpoint-pickle' });
  });

  test('a folder whose weights are a pickle', async () => {
    const { [`unet/${weights}.safetensors`]: _, ...without } = pipeline;
    await expect(load({ ...without, [`unet/${weights}.bin`]: 'pickled' })).rejects.toMatchObject({
      code: 'checkpoint-pickle',
      values: { file: `unet/${weights}.bin` },
    });
  });

  test('a web page in place of a .zip or a folder', async () => {
    const page: Answer = (response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html>');
    await expect(load({ 'a.zip': page }, { path: 'a.zip' })).rejects.toMatchObject({ code: 'checkpoint-web-page' });
    const pages = Object.fromEntries(Object.keys(pipeline).map((path) => [path, page]));
    await expect(load({ ...pages, 'config.json': page })).rejects.toMatchObject({ code: 'checkpoint-web-page' });
  });

  test('an error from the host', async () => {
    const broken: Answer = (response) => response.writeHead(503).end();
    await expect(load({ ...pipeline, 'unet/config.json': broken })).rejects.toMatchObject({
      code: 'model-refused',
      values: { status: 503 },
    });
  });

  test('a host that does not answer', async () => {
    const host = await serve({});
    await host.close();
    const options = { signal: new AbortController().signal, onProgress: () => {} };
    await expect(fetchModel(new URL(host.url), options)).rejects.toMatchObject({ code: 'model-unreachable' });
  });

  test('a connection that breaks off', async () => {
    const cut: Answer = (response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write(new Uint8Array(500));
      setTimeout(() => response.destroy(), 20);
    };
    await expect(load({ 'a.zip': cut }, { path: 'a.zip' })).rejects.toMatchObject({ code: 'model-cut-short' });
  });

  test('a file whose absence the host hides from other pages, as a browser sees it', async () => {
    const refuse: Answer = (response) => response.destroy();
    const { model } = await load({ ...pipeline, 'training_state.json': refuse });
    expect(pathsOf(model)).toHaveLength(4);
    await expect(load({ ...pipeline, [`unet/${weights}.safetensors`]: refuse })).rejects.toMatchObject({
      code: 'model-unreachable',
    });
  });

  test.each([
    ['not an index', '[]'],
    ['not JSON', 'weights'],
    ['one with a path outside the folder', '{"weight_map":{"a":"../../secret.safetensors"}}'],
  ])('an index of shards that is %s', async (_, index) => {
    await expect(load({ 'config.json': '{}', [`${weights}.safetensors.index.json`]: index })).rejects.toMatchObject({
      code: 'checkpoint-invalid',
    });
  });
});

describe('a limit', () => {
  test('applies to the size that a host announces, before anything is read', async () => {
    const huge: Answer = (response) => {
      response.writeHead(200, { 'content-length': 10_000_000 });
      response.write(new Uint8Array(10));
    };
    await expect(load({ 'a.zip': huge }, { path: 'a.zip' })).rejects.toMatchObject({ code: 'checkpoint-too-large' });
  });

  test('applies to the bytes that arrive, whatever was announced', async () => {
    let sent = 0;
    const endless: Answer = (response) => {
      response.writeHead(200);
      const chunk = new Uint8Array(65_536);
      const more = (): void => {
        sent += chunk.length;
        response.write(chunk, () => {
          if (!response.destroyed) setImmediate(more);
        });
      };
      more();
    };
    await expect(load({ 'a.zip': endless }, { path: 'a.zip' })).rejects.toMatchObject({ code: 'checkpoint-too-large' });
    expect(sent).toBeLessThan(1e8);
  });

  test('applies to all files together', async () => {
    const shards = ['a', 'b', 'c'].map((name) => [`${name}.safetensors`, new Uint8Array(400_000)] as const);
    const index = { weight_map: Object.fromEntries(shards.map(([file]) => [file, file])) };
    const files = { 'config.json': '{}', [`${weights}.safetensors.index.json`]: JSON.stringify(index) };
    await expect(load({ ...files, ...Object.fromEntries(shards) })).rejects.toMatchObject({
      code: 'checkpoint-too-large',
    });
  });
});

test('cancelling ends the fetch and its connection at once', async () => {
  let closed = (): void => {};
  const hungUp = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const host = await serve({
    'a.zip': (response) => {
      response.writeHead(200, { 'content-length': 1000 });
      response.write(new Uint8Array(500));
      response.on('close', closed);
    },
  });
  const cancelling = new AbortController();
  const loading = fetchModel(new URL('a.zip', host.url), {
    signal: cancelling.signal,
    onProgress: () => cancelling.abort(),
  });
  await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
  await hungUp;
  const early = fetchModel(new URL('a.zip', host.url), { signal: cancelling.signal, onProgress: () => {} });
  await expect(early).rejects.toMatchObject({ code: 'cancelled' });
});

test('no cookies and no referrer are sent', async () => {
  const seen: unknown[] = [];
  await load(
    {
      'a.zip': (response, { headers }) => {
        seen.push(headers.cookie, headers.referer, headers.authorization);
        response.end('zip');
      },
    },
    { path: 'a.zip' },
  );
  expect(seen).toEqual([undefined, undefined, undefined]);
});
