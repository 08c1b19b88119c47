import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { readFolder } from '../src/ml/checkpoint/folder.ts';
import { basedOnIn } from '../src/ml/checkpoint/trained-on.ts';
import type { HubReference } from '../src/share/hub/address.ts';
import { type HostedHub, hostHub, mainCommit } from '../src/share/hub/hub.fixture.ts';
import { ArgumentError } from './arguments.ts';
import { accessOf, readHubModel } from './hub-model.ts';
import { readNamedModel } from './model-folder.ts';

const weights = 'unet/diffusion_pytorch_model.safetensors';
const paths = ['model_index.json', 'unet/config.json', 'scheduler/scheduler_config.json', weights];
const model: HubReference = { repository: 'ada/tiny', revision: null, folder: '' };
const token = 'hf_secret';

let hub: HostedHub;
let cache: string;
let said = '';
beforeEach(async () => {
  const read = async (path: string) => [path, await readFile(`tools/golden/diffusers/current/${path}`)] as const;
  const files = Object.fromEntries(await Promise.all(paths.map(read)));
  const config: unknown = JSON.parse(String(files['unet/config.json']));
  const large = JSON.stringify({ ...Object(config), sample_size: 256 });
  hub = await hostHub({
    'ada/tiny': { files, info: { cardData: { license: 'mit' } } },
    'ada/large': { files: { ...files, 'unet/config.json': large } },
    'ada/gated': { files, token },
  });
  cache = await mkdtemp(join(tmpdir(), 'hub-'));
  said = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  await hub.close();
  await rm(cache, { recursive: true });
});

test('downloads a model from the mirror that HF_ENDPOINT names, and describes it', async () => {
  const { name, folder } = await readHubModel(model, { HF_ENDPOINT: hub.origin }, cache);
  expect(name).toBe('hf:ada/tiny');
  expect([...folder.keys()].sort()).toEqual([...paths, 'based_on.json'].sort());
  // A checkpoint trained from the model will contain this name.
  expect(basedOnIn(readFolder(name, folder))).toEqual([
    { name: `hf:ada/tiny@${mainCommit}`, data_set: '', licence: 'mit' },
  ]);
  expect(new Uint8Array(folder.get(weights) ?? [])).toEqual(
    new Uint8Array(await readFile(`tools/golden/diffusers/current/${weights}`)),
  );
  expect(said).toContain(`commit ${mainCommit}, licence mit`);
  for (const path of paths) expect(said).toContain(path);
});

test('downloads nothing a second time, except a file that is truncated in the cache', async () => {
  const env = { HF_ENDPOINT: hub.origin };
  await readHubModel(model, env, cache);
  hub.asked.length = 0;
  await readHubModel({ ...model, revision: mainCommit }, env, cache);
  expect(hub.asked).toEqual([]);
  expect((await readdir(join(cache, 'ada--tiny', mainCommit), { recursive: true })).join()).not.toContain('.part');
  await writeFile(join(cache, 'ada--tiny', mainCommit, weights), 'cut short');
  const { folder } = await readHubModel(model, env, cache);
  expect(folder.get(weights)?.length).toBeGreaterThan(1000);
  expect(hub.asked.at(-1)).toContain('cdn');
});

test('refuses a network that is too large before its weights are fetched', async () => {
  const large = readHubModel({ ...model, repository: 'ada/large' }, { HF_ENDPOINT: hub.origin }, cache);
  await expect(large).rejects.toMatchObject({ code: 'model-config', values: { field: 'sample_size' } });
  expect(hub.asked.filter((asked) => asked.startsWith('cdn'))).toEqual([]);
});

test('HF_TOKEN opens gated models and is never printed', async () => {
  const gated = { ...model, repository: 'ada/gated' };
  await expect(readHubModel(gated, { HF_ENDPOINT: hub.origin }, cache)).rejects.toMatchObject({ code: 'hub-gated' });
  await readHubModel(gated, { HF_ENDPOINT: hub.origin, HF_TOKEN: token }, cache);
  expect(hub.tokensElsewhere).toEqual([]);
  expect(said).not.toContain(token);
});

test('reports an invalid environment in one line', () => {
  expect(accessOf({})).toEqual({ origin: 'https://huggingface.co' });
  expect(accessOf({ HF_ENDPOINT: ' ', HF_TOKEN: '' })).toEqual({ origin: 'https://huggingface.co' });
  expect(() => accessOf({ HF_ENDPOINT: 'hub' })).toThrow(ArgumentError);
  expect(() => accessOf({ HF_ENDPOINT: 'file:///etc' })).toThrow(ArgumentError);
  expect(() => accessOf({ HF_ENDPOINT: 'http://mirror.example', HF_TOKEN: token })).toThrow(/unprotected/);
  expect(() => accessOf({ HF_ENDPOINT: 'http://mirror.example', HF_TOKEN: token })).not.toThrow(token);
});

test('reports a name that only begins like a hub reference as a bad argument', async () => {
  await expect(readNamedModel('hf:tiny')).rejects.toThrow(ArgumentError);
  await expect(readNamedModel(join(cache, 'nothing'))).rejects.toThrow(/There is no folder .*nothing, and no model/);
});
