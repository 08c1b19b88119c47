import { zipSync } from 'fflate';
import { expect, it } from 'vitest';
import { maxFolderBytes } from './limits.ts';
import { unzipFolder, zipFolder } from './zip.ts';

const text = (content: string) => new TextEncoder().encode(content);

it('returns the folder that was zipped, and the same bytes for the same folder', () => {
  const folder = new Map([
    ['model_index.json', text('{}')],
    ['unet/config.json', text('{"a": 1}')],
  ]);
  expect(unzipFolder('f.zip', zipFolder(folder))).toEqual(folder);
  expect(zipFolder(folder)).toEqual(zipFolder(folder));
});

it('removes one folder around everything', () => {
  const zip = zipSync({
    'run/model_index.json': text('{}'),
    'run/unet/config.json': text('1'),
    '__MACOSX/x': text(''),
  });
  expect([...unzipFolder('f.zip', zip).keys()]).toEqual(['model_index.json', 'unet/config.json']);
});

it.each(['../evil', '/etc/passwd', 'a/../../b', 'c:\\x', 'a\\b'])('refuses the path %s', (path) => {
  expect(() => unzipFolder('f.zip', zipSync({ [path]: text('x') }))).toThrow(/checkpoint-not-one/);
});

/** A zip of one deflated file of zeros whose directory declares `size` bytes. */
function declaring(size: number): Uint8Array {
  const zip = zipSync({ zeros: [new Uint8Array(1e6), { level: 9 }] });
  const view = new DataView(zip.buffer, zip.byteOffset);
  const directory = zip.findLastIndex((_, i) => i + 4 <= zip.length && view.getUint32(i, true) === 0x02014b50);
  view.setUint32(directory + 24, size, true);
  return zip;
}

it('refuses a bomb before it is inflated', () => {
  const bomb = declaring(maxFolderBytes + 1); // the reader looks only at the declared size
  const before = process.memoryUsage().arrayBuffers;
  expect(() => unzipFolder('f.zip', bomb)).toThrow(/checkpoint-too-large/);
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16e6);
});

it('inflates no more bytes than a file declares', () => {
  expect(unzipFolder('f.zip', declaring(10)).get('zeros')?.length).toBe(10);
});

it('keeps only the name of a pickle', () => {
  const zip = zipSync({ 'run/config.json': text('{}'), 'run/diffusion_pytorch_model.bin': text('cos\nsystem') });
  expect(unzipFolder('f.zip', zip)).toEqual(
    new Map([
      ['config.json', text('{}')],
      ['diffusion_pytorch_model.bin', new Uint8Array()],
    ]),
  );
});

/**
 * A zip of stored (uncompressed) entries that all refer to the bytes of one file and declare an
 * unpacked size of `size`.
 */
function sharing(file: Uint8Array, count: number, size: number): Uint8Array {
  const zip = zipSync({ f: [file, { level: 0 }] });
  const end = zip.length - 22;
  const start = new DataView(zip.buffer).getUint32(end + 16, true);
  const entry = zip.slice(start, end);
  new DataView(entry.buffer).setUint32(24, size, true);
  const many = new Uint8Array(start + count * entry.length + 22);
  many.set(zip.subarray(0, start));
  for (let i = 0; i < count; i += 1) {
    many.set(entry, start + i * entry.length);
    many[start + i * entry.length + 46] = 65 + i; // the entry's name
  }
  many.set(zip.subarray(end), start + count * entry.length);
  const view = new DataView(many.buffer, start + count * entry.length);
  view.setUint16(8, count, true);
  view.setUint16(10, count, true);
  view.setUint32(12, count * entry.length, true);
  return many;
}

it('refuses stored entries that declare a wrong size', () => {
  expect(unzipFolder('f.zip', sharing(new Uint8Array(1000), 1, 1000)).size).toBe(1);
  expect(() => unzipFolder('f.zip', sharing(new Uint8Array(1000), 1, 0))).toThrow(/checkpoint-not-one/);
});

it('refuses entries that share their bytes', () => {
  expect(() => unzipFolder('f.zip', sharing(new Uint8Array(1e6), 40, 1e6))).toThrow(/checkpoint-not-one/);
});

it('refuses a file that is larger than any folder may be', () => {
  expect(() => unzipFolder('f.zip', new Uint8Array(maxFolderBytes + 1))).toThrow(/checkpoint-too-large/);
});

it('refuses thousands of files', () => {
  const many = Object.fromEntries(Array.from({ length: 1000 }, (_, i) => [`f${i}`, text('x')]));
  expect(() => unzipFolder('f.zip', zipSync(many))).toThrow(/checkpoint-too-large/);
});

it.each([new Uint8Array(), text('hello'), new Uint8Array(1000)])('refuses a file that is not a zip', (bytes) => {
  expect(() => unzipFolder('f.zip', bytes)).toThrow(/checkpoint-not-one/);
});
