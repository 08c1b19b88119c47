import { beforeEach, describe, expect, it } from 'vitest';
import { openDataSet } from '../../ml/data/dataset.ts';
import { buildSet, type OwnSet } from '../../own-pictures/build-set.ts';
import { Collection } from '../../own-pictures/collection.ts';
import { Disk } from '../private-folders.fixture.ts';
import { type SetPlace, setFolders } from './set-places.ts';
import { setStorage } from './set-storage.ts';

async function setOf(seed: number, name = `set ${seed}`): Promise<OwnSet> {
  const collection = new Collection();
  for (let i = 0; i < 20; i++) await collection.add(new Uint8Array(16 * 16).fill(seed + i), null, i);
  return buildSet(collection.pictures, { name, side: 16, channels: 1, mirrors: true });
}

const failing = (error: unknown): SetPlace => {
  const fail = () => Promise.reject(error);
  return { ids: fail, read: fail, write: fail, remove: fail };
};

describe('setStorage', () => {
  let disk: Disk;
  let one: OwnSet;
  const storage = () => setStorage([setFolders(disk.root)]);
  beforeEach(async () => {
    disk = new Disk();
    one = await setOf(1);
  });

  it('stores a set, lists it by name, reads its pictures, renames and removes it', async () => {
    const { id } = one.manifest;
    expect(await storage().list()).toEqual([]);
    await storage().add(one);
    await storage().add(await setOf(40, 'another'));
    expect((await storage().list()).map(({ name }) => name)).toEqual(['another', 'set 1']);
    await storage().rename(id, '  Sprites ');
    expect(await storage().describe(id)).toMatchObject({
      id,
      name: 'Sprites',
      side: 16,
      channels: 1,
      counts: { train: 19, test: 1 },
    });

    const dataSet = await openDataSet(storage().shards(id));
    const [first] = one.manifest.splits.train.shards;
    expect(first?.count).toBe(19);
    const values = await Promise.all(
      Array.from({ length: 19 }, async (_, i) => (await dataSet.image('train', i))[0] ?? 0),
    );
    expect(new Set([...values, (await dataSet.image('test', 0))[0]])).toEqual(
      new Set(Array.from({ length: 20 }, (_, i) => i + 1)),
    );

    await storage().remove(id);
    expect((await storage().list()).map(({ name }) => name)).toEqual(['another']);
    await expect(storage().shards(id).manifest()).rejects.toMatchObject({ code: 'data-set-missing' });
    await expect(storage().rename(id, 'x')).rejects.toMatchObject({ code: 'data-set-missing' });
  });

  it('has a set completely or not at all, whenever the machine stops, and removes the remains', async () => {
    const other = await setOf(40);
    await storage().add(other);
    const before = disk.operations;
    await storage().add(one);
    const operations = disk.operations - before;
    expect(operations).toBeGreaterThan(10);
    for (let stop = 0; stop < operations; stop++) {
      disk = new Disk();
      await storage().add(other);
      disk.operationsLeft = stop;
      await expect(storage().add(one)).rejects.toMatchObject({ code: 'own-not-kept' });
      disk.operationsLeft = Number.POSITIVE_INFINITY;
      const names = (await storage().list()).map(({ name }) => name);
      expect(names.filter((name) => name === 'set 40')).toHaveLength(1);
      await storage().removeRemains();
      // A manifest that was written completely counts, even if it was not flushed.
      const left = await setFolders(disk.root).ids();
      expect(left).toHaveLength(names.length);
    }
  });

  it('writes to the second place if the first cannot be written, and reads both', async () => {
    const broken = failing(new DOMException('not here', 'SecurityError'));
    const both = () => setStorage([broken, setFolders(disk.root)]);
    await both().add(one);
    expect(await both().list()).toHaveLength(1);
    await both().rename(one.manifest.id, 'renamed');
    expect(await both().describe(one.manifest.id)).toMatchObject({ name: 'renamed' });
    await both().removeRemains();
    await both().remove(one.manifest.id);
    expect(await both().list()).toEqual([]);
  });

  it('reports that there is no room, or no place at all, and leaves nothing behind', async () => {
    const full = new DOMException('full', 'QuotaExceededError');
    const folders = setFolders(disk.root);
    const later: SetPlace = {
      ...folders,
      write: (id, file, bytes) => (file === 'manifest.json' ? Promise.reject(full) : folders.write(id, file, bytes)),
    };
    await expect(setStorage([later]).add(one)).rejects.toMatchObject({
      code: 'own-no-room',
      values: { needed: '1 MB' },
    });
    expect(await folders.ids()).toEqual([]);
    const closed = setStorage([failing(new Error('private window'))]);
    await expect(closed.add(one)).rejects.toMatchObject({
      code: 'own-not-kept',
      values: { reason: { text: 'private window' } },
    });
    await expect(closed.list()).rejects.toMatchObject({ code: 'own-not-kept' });
  });

  it('leaves nothing of an import that is cancelled', async () => {
    const aborter = new AbortController();
    const adding = storage().add(one, { signal: aborter.signal, onProgress: () => aborter.abort() });
    await expect(adding).rejects.toMatchObject({ code: 'cancelled' });
    expect(await setFolders(disk.root).ids()).toEqual([]);
  });

  it('does not remove a set that a later version of the page has written', async () => {
    const folders = setFolders(disk.root);
    await folders.write('own-0123456789abcdef', 'manifest.json', new TextEncoder().encode('{"version":9}'));
    await storage().removeRemains();
    expect(await folders.ids()).toEqual(['own-0123456789abcdef']);
    expect(await storage().list()).toEqual([]);
  });
});
