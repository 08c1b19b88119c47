import { beforeEach, describe, expect, it, vi } from 'vitest';
import { PlaygroundError } from '../../ml/errors.ts';
import type { PictureFile } from '../../own-pictures/brought-files.ts';
import { Disk } from '../private-folders.fixture.ts';
import { type ImportHost, importService } from './import-service.ts';
import type { Brought, CollectOptions, ImportProgress } from './protocol.ts';
import { setFolders } from './set-places.ts';
import { setStorage } from './set-storage.ts';

const options: CollectOptions = { side: 16, channels: 3, fit: 'crop', classes: true, sheet: null };

/** Files that hold a number: each decodes to 16 x 16 pixels of that grey. `x` is broken. */
const brought = (numbers: readonly (number | 'x')[], folder = 'p'): readonly Brought[] =>
  numbers.map((number, i) => ({ path: `${folder}/${i}.png`, file: new Blob([String(number)]) }));
const upTo = (count: number) => Array.from({ length: count }, (_, i) => i);

async function decode(file: PictureFile) {
  const text = await (await file.read()).text();
  if (text === 'x') throw new PlaygroundError('image-undecodable', { name: file.path });
  return { width: 16, height: 16, channels: 4, data: new Uint8Array(16 * 16 * 4).fill(Number(text)) };
}

describe('importService', () => {
  let disk: Disk;
  let told: ImportProgress[];
  const sets = async () => setStorage([setFolders(disk.root)]);
  const locks = {
    request: async (_name: string, _options: object, whileHeld: () => void | Promise<void>) => whileHeld(),
  };
  const service = (host: Partial<ImportHost> = {}) =>
    importService({ decode, sets, locks, events: { progress: (progress) => told.push(progress) }, ...host });
  beforeEach(() => {
    disk = new Disk();
    told = [];
  });

  it('collects, shows and stores pictures, and returns the existing set for the same pictures', async () => {
    const commands = service();
    const files = [...brought(upTo(20), 'a'), ...brought([...upTo(5), 'x', 'x', 'x', 'x', 'x', 'x', 77], 'b')];
    await commands.bring(files.slice(0, 9));
    await commands.bring(files.slice(9));
    const { counts, classes, bytes } = await commands.collect(options);
    expect(counts).toMatchObject({ pictures: 21, copies: 5, broken: 6 });
    expect(counts.problems.map(({ code }) => code)).toEqual(Array(5).fill('image-undecodable'));
    expect(classes).toEqual([
      { name: 'a', count: 20 },
      { name: 'b', count: 1 },
    ]);
    expect(bytes).toBe(21 * 16 * 16 * 3);
    expect(told.at(-1)).toMatchObject({ done: files.length, total: files.length });
    const { pictures, classNames } = await commands.show(18, 10);
    expect([pictures.count, pictures.rgb[0], pictures.rgb.at(-1), classNames]).toEqual([3, 18, 77, ['a', 'a', 'b']]);

    const id = await commands.identify();
    const kept = await commands.keep('First', true);
    expect(kept.id).toBe(id);
    expect(kept).toMatchObject({
      name: 'First',
      classNames: ['a', 'b'],
      counts: { train: 20, test: 1 },
      mirrors: true,
    });
    await commands.forget();
    await commands.bring([...files].reverse());
    await commands.collect(options);
    expect(await commands.keep('Second', true)).toEqual(kept);
    expect(await commands.list()).toEqual([kept]);
  });

  it('reads again with other options', async () => {
    const commands = service();
    await commands.bring([...brought(upTo(8), 'a'), ...brought(upTo(16), 'b')]);
    await commands.collect({ ...options, channels: 1, side: 24 });
    const { pictures } = await commands.show(0, 1);
    expect([pictures.width, pictures.rgb.length]).toEqual([24, 24 * 24 * 3]);
    expect((await commands.collect(options)).classes).toHaveLength(2);
    expect((await commands.collect({ ...options, classes: false })).classes).toEqual([]);
  });

  it('fails with `cancelled` if it is cancelled or other files are brought, and then holds nothing', async () => {
    const waiting: (() => void)[] = [];
    const commands = service({
      decode: async (file) => {
        await new Promise<void>((resolve) => waiting.push(resolve));
        return decode(file);
      },
    });
    await commands.bring(brought(upTo(16)));
    const first = commands.collect(options);
    const second = commands.collect(options);
    const ended = Promise.allSettled([first, second]);
    await expect.poll(() => waiting.length).toBeGreaterThan(0);
    await commands.cancel();
    const release = setInterval(() => {
      for (const resolve of waiting.splice(0)) resolve();
    }, 1);
    expect(await ended).toMatchObject([{ reason: { code: 'cancelled' } }, { reason: { code: 'cancelled' } }]);
    clearInterval(release);
    await expect(commands.keep('x', false)).rejects.toMatchObject({ code: 'image-none' });
  });

  it('cuts sheets, leaves out blank pictures, and refuses a grid that does not fit', async () => {
    const sheet = {
      width: 64,
      height: 64,
      channels: 4,
      // Rows of tiles in which each pixel differs; the last row is blank.
      data: Uint8Array.from({ length: 64 * 64 * 4 }, (_, at) => (at < 48 * 64 * 4 ? (at * 7 + (at >> 9)) % 251 : 9)),
    };
    const commands = service({ decode: async () => sheet });
    const grid = { by: 'size', width: 16, height: 16 } as const;
    await commands.bring(brought([0]));
    const { counts } = await commands.collect({ ...options, sheet: grid });
    expect(counts).toMatchObject({ pictures: 12, blank: 4, broken: 0 });
    const wrong = await commands.collect({ ...options, sheet: { ...grid, width: 65 } });
    expect(wrong.counts.problems).toMatchObject([{ code: 'own-sheet', values: { name: '0.png', size: '64 × 64' } }]);
  });

  it('does not remove another tab’s set if it is cancelled while it waits for that tab’s lock', async () => {
    const other = service();
    await other.bring(brought(upTo(20), 'a'));
    await other.collect(options);
    const waiting: (() => void)[] = [];
    const lateLocks = {
      async request(_name: string, _options: object, whileHeld: () => void | Promise<void>) {
        await new Promise<void>((resolve) => waiting.push(resolve));
        await whileHeld();
      },
    };
    const commands = service({ locks: lateLocks });
    await commands.bring(brought(upTo(20), 'a'));
    await commands.collect(options);
    const keeping = commands.keep('Late', true).catch(() => null);
    await vi.waitFor(() => expect(waiting).toHaveLength(1));
    const kept = await other.keep('First', true);
    await commands.cancel();
    waiting[0]?.();
    await keeping;
    expect(await (await sets()).describe(kept.id)).toMatchObject({ name: 'First' });
  });

  it('says why pictures could not be stored', async () => {
    const commands = service();
    await commands.bring(brought(upTo(15)));
    await commands.collect(options);
    expect(await commands.identify()).toBeNull();
    await expect(commands.keep('few', true)).rejects.toMatchObject({ code: 'own-too-few' });
    await commands.bring(brought([15]));
    await commands.collect(options);
    disk.operationsLeft = 5;
    await expect(commands.keep('cut', true)).rejects.toMatchObject({ code: 'own-not-kept' });
  });
});
