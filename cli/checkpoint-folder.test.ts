import { mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readFolder } from '../src/ml/checkpoint/folder.ts';
import { maxFolderBytes, maxFolderFiles } from '../src/ml/checkpoint/limits.ts';
import { reasonInEnglish } from '../src/words/sentence.ts';
import { readCheckpointFolder, writeCheckpointFolder } from './checkpoint-folder.ts';
import { exitCodeOf } from './command.ts';

const saved = 'tools/golden/diffusers';

it('reports a missing folder as a bad argument', async () => {
  const error: unknown = await readCheckpointFolder('/nowhere/at/all').catch((cause: unknown) => cause);
  expect(error).toMatchObject({ code: 'checkpoint-not-one', values: { name: '/nowhere/at/all' } });
  expect(exitCodeOf(error)).toBe(2);
});

it.each(['current', 'variant', 'sharded', 'root'])(
  'finds the files of a folder that diffusers wrote: %s',
  async (name) => {
    const folder = await readCheckpointFolder(join(saved, name));
    expect(readFolder(name, folder).network.kind).toBe('unet2d');
  },
);

describe('on the disk', () => {
  let place: string;
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'playground-folder-'));
  });
  afterEach(() => rm(place, { recursive: true, force: true }));

  it('takes the newest of accelerate’s checkpoint-N, with the average of its weights', async () => {
    const folder = await readCheckpointFolder(join(saved, 'current'));
    const average = new Map(
      [...folder]
        .filter(([path]) => path.startsWith('unet/'))
        .map(([path, bytes]) => [`unet_ema/${path.slice(5)}`, bytes]),
    );
    for (const step of [500, 99]) await writeCheckpointFolder(join(place, `checkpoint-${step}`), average);
    await writeCheckpointFolder(
      join(place, 'checkpoint-1500'),
      new Map([...average].concat([['unet/config.json', new Uint8Array()]])),
    );
    const newest = await readCheckpointFolder(place);
    expect([...newest.keys()].sort()).toEqual([...average.keys(), 'unet/config.json'].sort());
    expect(readFolder(place, newest).notices?.map(reasonInEnglish).join()).toMatch(/unet_ema/);
  });

  it('reports that the weights are a pickle', async () => {
    await writeFile(join(place, 'model.ckpt'), '');
    await expect(readCheckpointFolder(join(place, 'model.ckpt'))).rejects.toMatchObject({ code: 'checkpoint-pickle' });
  });

  it('reads back what it wrote, and only the files of a checkpoint', async () => {
    const folder = await readCheckpointFolder(join(saved, 'current'));
    await writeCheckpointFolder(place, folder);
    await writeFile(join(place, 'README.md'), 'a card');
    await mkdir(join(place, 'logs.json'));
    expect(await readCheckpointFolder(place)).toEqual(folder);
  });

  it('follows links, as in the cache of the hub', async () => {
    await symlink(resolve(saved, 'current/unet'), join(place, 'unet'));
    await symlink('/nowhere/x.json', join(place, 'gone.json'));
    expect([...(await readCheckpointFolder(place)).keys()].sort()).toEqual([
      'unet/config.json',
      'unet/diffusion_pytorch_model.safetensors',
    ]);
  });

  it('keeps only the name of a pickle', async () => {
    await writeFile(join(place, 'config.json'), '{"_class_name": "UNet2DModel"}');
    await writeFile(join(place, 'diffusion_pytorch_model.bin'), 'cos\nsystem');
    expect((await readCheckpointFolder(place)).get('diffusion_pytorch_model.bin')).toHaveLength(0);
  });

  it('refuses a folder that is too large before reading it', async () => {
    const large = join(place, 'a.safetensors');
    await writeFile(large, '');
    await truncate(large, maxFolderBytes + 1); // a sparse file
    await expect(readCheckpointFolder(place)).rejects.toMatchObject({ code: 'checkpoint-too-large' });
    await rm(large);
    for (let i = 0; i <= maxFolderFiles; i++) await writeFile(join(place, `${i}.json`), '{}');
    await expect(readCheckpointFolder(place)).rejects.toMatchObject({ code: 'checkpoint-too-large' });
  });
});
