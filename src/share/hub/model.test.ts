import { afterEach, describe, expect, test } from 'vitest';
import { type HubReference, hubReference } from './address.ts';
import type { HubCache } from './ask.ts';
import { type HostedHub, type HostedRepository, type HubAnswer, hashOf, hostHub, mainCommit } from './hub.fixture.ts';
import { fetchModelOf, lookAt } from './model.ts';

const weights = 'diffusion_pytorch_model';
const tensors = new Uint8Array(3000).fill(7);
const pipeline: HostedRepository['files'] = {
  'README.md': '# A model',
  'model_index.json': '{"_class_name":"DDPMPipeline"}',
  'unet/config.json': '{"sample_size":32}',
  'scheduler/scheduler_config.json': '{}',
  [`unet/${weights}.safetensors`]: tensors,
  [`unet/${weights}.bin`]: 'a pickle',
  'samples/1.png': 'a picture',
};
const needed = ['model_index.json', 'unet/config.json', 'scheduler/scheduler_config.json'];
const large = `unet/${weights}.safetensors`;
const onCdn = `/cdn/ada/model/${large}`;

const hubs: HostedHub[] = [];
afterEach(async () => {
  for (const hub of hubs.splice(0)) await hub.close();
});

interface Setting {
  readonly at?: string;
  readonly token?: string;
  readonly cache?: HubCache;
}

async function host(repository: HostedRepository, name = 'ada/model') {
  const hub = await hostHub({ [name]: repository });
  hubs.push(hub);
  const { signal } = new AbortController();
  const look = ({ at = `hf:${name}`, token, cache }: Setting = {}) => {
    const asking = { access: { origin: hub.origin, ...(token && { token }) }, signal, ...(cache && { cache }) };
    return lookAt(hubReference(at) as HubReference, asking);
  };
  const load = async (setting: Setting = {}) => {
    const { token, cache } = setting;
    const told: number[] = [];
    const asking = { access: { origin: hub.origin, ...(token && { token }) }, signal, ...(cache && { cache }) };
    const model = await look(setting);
    const files = await fetchModelOf(model, asking, ({ receivedBytes, totalBytes }) => {
      told.push(receivedBytes);
      expect(totalBytes).toBeGreaterThanOrEqual(receivedBytes);
    });
    const paths = files.map(({ path }) => path);
    expect(paths).toContain('based_on.json');
    return { model, files, told, paths: paths.filter((path) => path !== 'based_on.json') };
  };
  return { hub, look, load };
}

describe('describing a repository', () => {
  test('reports commit, licence, files and sizes, and fetches no weights', async () => {
    const { hub, look } = await host({ files: pipeline, info: { cardData: { license: 'apache-2.0' } } });
    const model = await look();
    expect(model).toMatchObject({
      reference: { repository: 'ada/model', revision: mainCommit, folder: '' },
      licence: 'apache-2.0',
      files: [...needed, large].map((path) => ({ path, bytes: pipeline[path]?.length })),
      totalBytes: [...needed, large].reduce((sum, path) => sum + (pipeline[path]?.length ?? 0), 0),
    });
    expect(hub.asked.filter((asked) => asked.startsWith('cdn'))).toEqual([]);
    expect(hub.asked[0]).toBe('hub /api/models/ada/model/revision/main');
    expect(model.small.map(({ path }) => path)).toEqual(needed);
  });

  test.each([
    ['of a list', { cardData: { license: ['mit', 'cc0-1.0'] } }, 'mit, cc0-1.0'],
    ['of its own name', { cardData: { license: 'other', license_name: 'my-licence' } }, 'my-licence'],
    ['of the tags alone', { tags: ['diffusers', 'license:mit'] }, 'mit'],
    ['not stated', { cardData: null }, null],
    ['in an odd card', { cardData: { license: 7 }, tags: [] }, null],
  ])('finds the licence %s', async (_, info, licence) => {
    const { look } = await host({ files: pipeline, info });
    expect((await look()).licence).toBe(licence);
  });

  test('resolves a branch, a tag or a pull request to its commit', async () => {
    const commit = 'b'.repeat(40);
    const revisions = { 'refs/pr/3': commit, 'feature/x': commit };
    const { hub, look } = await host({ files: pipeline, revisions });
    for (const at of ['hf:ada/model@refs/pr/3', 'hf:ada/model@feature%2Fx', `hf:ada/model@${commit}`]) {
      expect((await look({ at })).reference.revision).toBe(commit);
    }
    expect(hub.asked.at(-1)).toContain(`/resolve/${commit}/`);
  });

  test('finds a model in a subfolder, or a folder with only the network', async () => {
    const files = Object.fromEntries(Object.entries(pipeline).map(([path, content]) => [`runs/1/${path}`, content]));
    const { load } = await host({ files });
    expect((await load({ at: 'hf:ada/model/runs/1' })).paths).toEqual([...needed, large]);
    expect((await load({ at: 'hf:ada/model@main/runs/1/unet' })).paths).toEqual([
      'config.json',
      `${weights}.safetensors`,
    ]);
  });
});

describe('fetching a model', () => {
  test('fetches the files of that commit, following the hub’s redirects, with progress', async () => {
    const { hub, load } = await host({ files: pipeline });
    const { files, told, model } = await load();
    expect(files.find(({ path }) => path === large)?.bytes).toEqual(tensors);
    expect(told.at(-1)).toBe(tensors.length);
    expect(model.totalBytes).toBeGreaterThan(tensors.length);
    expect(hub.asked.filter((asked) => asked.startsWith('cdn'))).toEqual([`cdn ${onCdn}`]);
    expect(hub.asked.filter((asked) => asked.includes('/resolve/')).every((asked) => asked.includes(mainCommit))).toBe(
      true,
    );
  });

  test('takes the oldest layout, with all files at the root', async () => {
    const { load } = await host({
      files: {
        'model_index.json': '{}',
        'config.json': '{}',
        'scheduler_config.json': '{}',
        [`${weights}.safetensors`]: 'weights',
      },
    });
    expect((await load()).paths).toEqual([
      'model_index.json',
      'config.json',
      'scheduler_config.json',
      `${weights}.safetensors`,
    ]);
  });

  test('takes weights in shards, each with its size and hash', async () => {
    const index = { weight_map: { a: 'one.safetensors', b: 'two.safetensors' } };
    const { load } = await host({
      files: {
        'unet/config.json': '{}',
        [`unet/${weights}.safetensors.index.json`]: JSON.stringify(index),
        'unet/one.safetensors': new Uint8Array(1000),
        'unet/two.safetensors': new Uint8Array(500),
      },
    });
    const { model, paths } = await load();
    expect(paths.slice(-2)).toEqual(['unet/one.safetensors', 'unet/two.safetensors']);
    expect(model.files.map(({ bytes }) => bytes).slice(-2)).toEqual([1000, 500]);
  });

  test('fetches the training state, too, if this program made the folder', async () => {
    const state = { 'training_state.json': '{}', 'training_state.safetensors': 'state' };
    const { load } = await host({ files: { ...pipeline, ...state } });
    expect((await load()).paths).toEqual(expect.arrayContaining(Object.keys(state)));
  });

  test('follows a renamed repository and reports its current name', async () => {
    const moved: HubAnswer = (response) =>
      response.writeHead(307, { location: '/api/models/ada/new/revision/main?blobs=true' }).end();
    const hub = await hostHub({
      'ada/old': { files: {}, instead: { '/api/models/ada/old/revision/main': moved } },
      'ada/new': { files: pipeline },
    });
    hubs.push(hub);
    const asking = { access: { origin: hub.origin }, signal: new AbortController().signal };
    const model = await lookAt({ repository: 'ada/old', revision: null, folder: '' }, asking);
    expect(model.reference.repository).toBe('ada/new');
  });

  test('opens a gated repository with a token, which is sent only to the hub', async () => {
    const { hub, load } = await host({ files: pipeline, token: 'hf_secret' });
    await expect(load()).rejects.toMatchObject({ code: 'hub-gated', values: { repository: 'ada/model' } });
    await expect(load({ token: 'hf_other' })).rejects.toMatchObject({ code: 'hub-gated' });
    expect((await load({ token: 'hf_secret' })).paths).toContain(large);
    expect(hub.tokensElsewhere).toEqual([]);
  });

  test('ends at once when cancelled', async () => {
    const stalled: HubAnswer = (response) => {
      response.writeHead(200, { 'content-length': tensors.length });
      response.write(new Uint8Array(1000));
    };
    const { hub, look } = await host({ files: pipeline, instead: { [onCdn]: stalled } });
    const cancelling = new AbortController();
    const asking = { access: { origin: hub.origin }, signal: cancelling.signal };
    const loading = fetchModelOf(await look(), asking, () => cancelling.abort());
    await expect(loading).rejects.toMatchObject({ code: 'cancelled' });
  });
});

/** A cache in memory; the command line has one on the disk. */
function cacheOf(kept = new Map<string, Uint8Array<ArrayBuffer>>()) {
  const cache: HubCache = {
    get: async (name) => kept.get(name) ?? null,
    put: async (name, bytes) => void kept.set(name, bytes),
  };
  return { kept, cache };
}

describe('a cache', () => {
  test('is asked first: the second time the hub is asked only for the branch’s commit, and for a commit nothing', async () => {
    const { hub, load } = await host({ files: pipeline });
    const { cache } = cacheOf();
    await load({ cache });
    hub.asked.length = 0;
    const { files } = await load({ cache });
    expect(files.find(({ path }) => path === large)?.bytes).toEqual(tensors);
    expect(hub.asked).toEqual(['hub /api/models/ada/model/revision/main']);
    await load({ cache, at: `hf:ada/model@${mainCommit}` });
    expect(hub.asked).toHaveLength(1);
  });

  test('serves the last known version without a network', async () => {
    const { hub, load } = await host({ files: pipeline });
    const { cache } = cacheOf();
    await load({ cache });
    await hub.close();
    expect((await load({ cache })).paths).toContain(large);
    await expect(load({ cache, at: 'hf:ada/model@v2' })).rejects.toMatchObject({ code: 'model-unreachable' });
  });

  test('is verified: a file that was changed in it is fetched again', async () => {
    const { hub, load } = await host({ files: pipeline });
    const { kept, cache } = cacheOf();
    await load({ cache });
    for (const [name, bytes] of kept) if (name.endsWith('.safetensors')) kept.set(name, bytes.slice(1));
    hub.asked.length = 0;
    expect((await load({ cache })).files.at(-1)?.bytes).toEqual(tensors);
    expect(hub.asked.at(-1)).toBe(`cdn ${onCdn}`);
  });
});

const sending =
  (bytes: string | Uint8Array, length = Buffer.byteLength(bytes)): HubAnswer =>
  (response) => {
    response.writeHead(200, { 'content-length': length });
    response.write(bytes);
    if (length > Buffer.byteLength(bytes)) setTimeout(() => response.destroy(), 20);
    else response.end();
  };
const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): HubAnswer =>
  (response) =>
    response.writeHead(code, headers).end();
const api = '/api/models/ada/model/revision/main';

describe('each failure has its own error', () => {
  test('a repository that does not exist or is private', async () => {
    const { look } = await host({ files: pipeline });
    await expect(look({ at: 'hf:ada/other' })).rejects.toMatchObject({
      code: 'hub-missing',
      values: { repository: 'ada/other' },
    });
  });

  test('a revision that does not exist', async () => {
    const { look } = await host({ files: pipeline });
    await expect(look({ at: 'hf:ada/model@v2' })).rejects.toMatchObject({
      code: 'hub-revision',
      values: { revision: 'v2' },
    });
  });

  test.each([
    [{ 'retry-after': '40' }, 1],
    [{ ratelimit: '"api";r=0;t=290' }, 5],
    [{}, 5],
  ])('too many requests, with %o', async (headers, minutes) => {
    const { look } = await host({ files: pipeline, instead: { [api]: status(429, headers) } });
    await expect(look()).rejects.toMatchObject({ code: 'hub-busy', values: { minutes } });
  });

  test('an invalid token', async () => {
    const { look } = await host({ files: pipeline, instead: { [api]: status(401) } });
    await expect(look({ token: 'hf_old' })).rejects.toMatchObject({ code: 'hub-token' });
  });

  test.each([
    ['a web page', '<!doctype html>'],
    ['JSON of something else', '{"id":"ada/model"}'],
    ['a name that leads elsewhere', JSON.stringify({ id: 'ada/../x', sha: mainCommit, siblings: [] })],
  ])('%s in place of the hub’s answer', async (_, body) => {
    const { look } = await host({ files: pipeline, instead: { [api]: sending(body) } });
    await expect(look()).rejects.toMatchObject({ code: 'hub-answer' });
  });

  test('a hub that does not answer, or answers with a server error', async () => {
    const { hub, look } = await host({ files: pipeline, instead: { [api]: status(503) } });
    await expect(look()).rejects.toMatchObject({ code: 'model-refused', values: { status: 503 } });
    await hub.close();
    await expect(look()).rejects.toMatchObject({ code: 'model-unreachable' });
  });

  test('weights that exist only as a pickle; the error names the class that converts them', async () => {
    const { [large]: _, ...pickled } = pipeline;
    const { look } = await host({ files: pickled });
    const values = { repository: 'ada/model', file: `unet/${weights}.bin`, pipeline: 'DDPMPipeline' };
    await expect(look()).rejects.toMatchObject({ code: 'hub-pickle', values });
  });

  test('the error names a pull request that has them as safetensors, which is not used', async () => {
    const { [large]: _, ...pickled } = pipeline;
    const list =
      (files: HostedRepository['files']): HubAnswer =>
      (response) => {
        const siblings = Object.entries(files).map(([rfilename, { length: size }]) => ({
          rfilename,
          size,
          blobId: 'c'.repeat(40),
        }));
        response.end(JSON.stringify({ id: 'ada/model', sha: 'b'.repeat(40), siblings }));
      };
    const revisions = { 'refs/pr/2': 'b'.repeat(40), 'refs/pr/9': 'b'.repeat(40), 'refs/pr/10': 'b'.repeat(40) };
    const instead = {
      '/api/models/ada/model/revision/refs%2Fpr%2F9': list(pipeline),
      '/api/models/ada/model/revision/refs%2Fpr%2F10': list(pickled),
    };
    const { hub, look } = await host({ files: pickled, revisions, instead });
    const values = { file: `unet/${weights}.bin`, address: 'hf:ada/model@refs/pr/9' };
    await expect(look()).rejects.toMatchObject({ code: 'hub-pickle-converted', values });
    expect(hub.asked.filter((asked) => !asked.startsWith('hub /api/'))).toEqual([]);
  });

  test('a repository without a U-Net or without weights', async () => {
    const { look } = await host({ files: { 'README.md': '' } });
    await expect(look()).rejects.toMatchObject({ code: 'hub-no-model', values: { place: 'hf:ada/model' } });
    const without = await host({ files: { 'config.json': '{}' } });
    await expect(without.look()).rejects.toMatchObject({ code: 'checkpoint-file-missing' });
  });

  test('a model over the size limit, before any of it is fetched', async () => {
    const info = {
      siblings: [
        { rfilename: 'config.json', size: 2, blobId: hashOf('sha1', 'blob 2\0', '{}') },
        { rfilename: `${weights}.safetensors`, size: 3e9, lfs: { sha256: 'c'.repeat(64), size: 3e9 } },
      ],
    };
    const { hub, look } = await host({ files: {}, info });
    await expect(look()).rejects.toMatchObject({
      code: 'checkpoint-too-large',
      values: { limit: '640 MB (its files have 2861 MB)' },
    });
    expect(hub.asked).toHaveLength(1);
  });

  test.each<[string, string, HubAnswer, object]>([
    ['cut short', onCdn, sending(tensors.subarray(0, 900), tensors.length), { code: 'model-cut-short' }],
    ['shorter than announced', onCdn, sending(tensors.subarray(1)), { code: 'hub-damaged', values: { file: large } }],
    ['longer than announced', onCdn, sending(new Uint8Array(4000)), { code: 'hub-damaged' }],
    ['changed on its way', onCdn, sending(tensors.map((byte, i) => (i === 1500 ? 0 : byte))), { code: 'hub-damaged' }],
    [
      'a Git LFS pointer',
      onCdn,
      sending('version https://git-lfs.github.com/spec/v1\n'),
      { code: 'checkpoint-lfs-pointer' },
    ],
    ['gone meanwhile', onCdn, status(404), { code: 'checkpoint-file-missing', values: { file: large } }],
    ['refused by the server that has it', onCdn, status(500), { code: 'model-refused', values: { status: 500 } }],
    [
      'another configuration of the same length',
      `/ada/model/resolve/${mainCommit}/unet/config.json`,
      sending('{"sample_size":64}'),
      { code: 'hub-damaged' },
    ],
  ])('a file that is %s', async (_, path, answer, error) => {
    const { load } = await host({ files: pipeline, instead: { [path]: answer } });
    await expect(load()).rejects.toMatchObject(error);
  });
});
