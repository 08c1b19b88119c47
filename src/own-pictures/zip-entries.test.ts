import fc from 'fast-check';
import { zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { pictureFilesIn } from './brought-files.ts';
import { zipEntries } from './zip-entries.ts';

const text = (content: string) => new TextEncoder().encode(content);

async function filesOf(zip: Uint8Array<ArrayBuffer>) {
  const entries = await zipEntries(new Blob([zip]), 'f.zip');
  return Object.fromEntries(await Promise.all(entries.map(async ({ path, read }) => [path, await read()])));
}

/** The offset of the central directory. */
function directoryOf(zip: Uint8Array): number {
  return new DataView(zip.buffer).getUint32(zip.length - 22 + 16, true);
}

describe('zipEntries', () => {
  it('returns what was packed, stored or deflated', async () => {
    const name = fc.stringMatching(/^[a-z]{1,4}(\/[a-z]{1,4}\.png)?$/);
    const level = fc.constantFrom<0 | 6>(0, 6);
    await fc.assert(
      fc.asyncProperty(
        fc.dictionary(name, fc.uint8Array({ maxLength: 300 }), { maxKeys: 6 }),
        level,
        async (files, packing) => {
          expect(await filesOf(zipSync(files, { level: packing }))).toEqual({ ...files });
        },
      ),
      { numRuns: 50 },
    );
  });

  it('finds the directory before a comment', async () => {
    const zip = zipSync({ 'a.png': text('x') });
    const commented = new Uint8Array(zip.length + 5);
    commented.set(zip);
    commented.set(text('hello'), zip.length);
    commented[zip.length - 2] = 5;
    expect(await filesOf(commented)).toEqual({ 'a.png': text('x') });
  });

  it.each([
    ['nothing', new Uint8Array()],
    ['a text', text('hello')],
    ['zeros', new Uint8Array(100_000)],
    ['a zip without its end', zipSync({ a: new Uint8Array(1000) }).slice(0, -30)],
    ['a zip without its beginning', zipSync({ a: [new Uint8Array(1000), { level: 0 }] }).slice(900)],
  ])('refuses %s', async (_, bytes) => {
    await expect(zipEntries(new Blob([bytes]), 'f.zip')).rejects.toMatchObject({ code: 'own-zip' });
  });

  it('unpacks no more than an entry declares', async () => {
    const bomb = zipSync({ zeros: [new Uint8Array(1e6), { level: 9 }] });
    new DataView(bomb.buffer).setUint32(directoryOf(bomb) + 24, 10, true);
    const [entry] = await zipEntries(new Blob([bomb]), 'f.zip');
    const unpacked = await entry?.read().catch(() => null);
    expect(unpacked?.length ?? 0).toBeLessThanOrEqual(10);
  });

  it('refuses an entry that is encrypted or packed with another method', async () => {
    for (const [offset, value] of [
      [8, 1],
      [10, 93],
    ] as const) {
      const zip = zipSync({ a: text('hello') });
      new DataView(zip.buffer).setUint16(directoryOf(zip) + offset, value, true);
      const [entry] = await zipEntries(new Blob([zip]), 'f.zip');
      await expect(entry?.read()).rejects.toThrow();
    }
  });
});

describe('pictureFilesIn', () => {
  it('opens zips and skips files that operating systems leave', async () => {
    const zip = zipSync({ 'cats/a.png': text('a'), '__MACOSX/cats/._a.png': text('x'), 'cats/.DS_Store': text('x') });
    const files = await pictureFilesIn([
      { path: 'dogs/b.png', file: new Blob(['b']) },
      { path: 'dogs/Thumbs.db', file: new Blob(['x']) },
      { path: 'more.zip', file: new Blob([zip]) },
    ]);
    expect(files.map(({ path }) => path)).toEqual(['dogs/b.png', 'more/cats/a.png']);
    expect(await (await files[1]?.read())?.text()).toBe('a');
  });

  it('reports an error if no picture is left', async () => {
    await expect(pictureFilesIn([{ path: '.hidden', file: new Blob(['x']) }])).rejects.toMatchObject({
      code: 'image-none',
    });
  });

  it('names an entry that cannot be unpacked or is too large', async () => {
    const zip = zipSync({ 'a.png': new Uint8Array(1000) });
    new DataView(zip.buffer).setUint32(directoryOf(zip) + 24, 2e9, true);
    const [large] = await pictureFilesIn([{ path: 'z.zip', file: new Blob([zip]) }]);
    await expect(large?.read()).rejects.toMatchObject({ code: 'image-too-large', values: { name: 'a.png' } });
  });
});
