import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { zipSync } from 'fflate';
import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { parseManifest } from '../src/ml/data/manifest.ts';
import { pictureFolderShards } from './picture-folder.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'pictures-'));
});
afterEach(() => {
  rmSync(folder, { recursive: true });
  vi.restoreAllMocks();
});

const options = { side: 16, channels: 3, fit: 'crop' } as const;
const picture = (seed: number, width = 16, height = 16) =>
  sharp(
    Uint8Array.from({ length: width * height * 3 }, (_, i) => (seed * 40 + i) % 256),
    { raw: { width, height, channels: 3 } },
  );

async function write(files: Readonly<Record<string, Uint8Array>>): Promise<void> {
  for (const [path, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), bytes);
  }
}

async function sixteen(): Promise<Record<string, Uint8Array<ArrayBuffer>>> {
  const files = Array.from(
    { length: 16 },
    async (_, i): Promise<[string, Uint8Array<ArrayBuffer>]> => [
      `${i % 2 ? 'odd' : 'even'}/${i}.png`,
      new Uint8Array(await picture(i).png().toBuffer()),
    ],
  );
  return Object.fromEntries(await Promise.all(files));
}

async function manifestOf(path: string, given: Parameters<typeof pictureFolderShards>[1] = options) {
  return parseManifest(await (await pictureFolderShards(path, given)).manifest());
}

describe('pictureFolderShards', () => {
  it('follows links, a cycle only once, and names the classes it found', async () => {
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0);
    await write(await sixteen());
    const plain = await manifestOf(folder);
    const linked = mkdtempSync(join(tmpdir(), 'linked-'));
    try {
      for (const name of ['odd', 'even']) await symlink(join(folder, name), join(linked, name));
      await symlink('/nowhere/at/all.png', join(linked, 'gone.png'));
      await symlink(linked, join(linked, 'circle'));
      expect((await manifestOf(linked)).hash).toBe(plain.hash);
      expect(said.join('')).toContain('classes: even, odd');
    } finally {
      rmSync(linked, { recursive: true });
    }
  });

  it('makes a set of the pictures with subfolders as classes, and reports what it left out', async () => {
    const said: string[] = [];
    vi.spyOn(process.stderr, 'write').mockImplementation((line) => said.push(String(line)) > 0);
    const files = await sixteen();
    await write({
      ...files,
      'odd/copy.png': files['odd/1.png'] ?? new Uint8Array(),
      'even/cut.png': files['even/0.png']?.slice(0, 60) ?? new Uint8Array(),
      'even/notes.txt': new TextEncoder().encode('hello'),
      '.git/x': new Uint8Array(9),
    });
    const manifest = await manifestOf(folder);
    expect(manifest.classNames).toEqual(['even', 'odd']);
    expect([manifest.splits.train.labels.length, manifest.splits.test.labels.length]).toEqual([15, 1]);
    expect(said.join('')).toMatch(
      /different pictures: 16; exact copies, which count once: 1; files that could not be read: 2/,
    );
    expect(said.join('')).toMatch(/cut\.png is damaged or cut short/);
    expect(said.join('')).toMatch(/notes\.txt is not a picture/);
  });

  it('makes the same set whatever the files are called, from a folder or a .zip', async () => {
    const files = await sixteen();
    await write(files);
    const renamed = Object.fromEntries(
      Object.entries(files).map(([path, bytes], i) => [path.replace(/\d+/, `z${99 - i}`), bytes]),
    );
    await writeFile(`${folder}.zip`, zipSync(renamed));
    const { name, ...zipped } = await manifestOf(`${folder}.zip`);
    rmSync(`${folder}.zip`);
    expect(await manifestOf(folder)).toMatchObject(zipped);
  });

  it('takes any size, orientation and transparency', async () => {
    const tall = Array.from({ length: 16 }, (_, i) => picture(i, 30, 50));
    await write(
      Object.fromEntries(await Promise.all(tall.map(async (one, i) => [`${i}.png`, await one.png().toBuffer()]))),
    );
    const source = await pictureFolderShards(folder, { side: 24, channels: 1, fit: 'fit' });
    const manifest = await parseManifest(await source.manifest());
    expect(manifest.image).toEqual({ height: 24, width: 24, channels: 1 });
    const turned = await Promise.all(
      tall.map(async (one, i) => [
        `${i}.png`,
        await sharp(await one.raw().toBuffer(), { raw: { width: 30, height: 50, channels: 3 } })
          .rotate(90)
          .withMetadata({ orientation: 8 })
          .png()
          .toBuffer(),
      ]),
    );
    await write(Object.fromEntries(turned));
    expect((await manifestOf(folder, { side: 24, channels: 1, fit: 'fit' })).hash).toBe(manifest.hash);
  });

  it('refuses a path that is not a folder, and fewer than 16 pictures', async () => {
    await expect(pictureFolderShards(join(folder, 'nothing'), options)).rejects.toThrow(/There is no folder/);
    await expect(pictureFolderShards(folder, options)).rejects.toMatchObject({ code: 'image-none' });
    await write({ 'a.png': await picture(1).png().toBuffer() });
    await expect(pictureFolderShards(folder, options)).rejects.toMatchObject({
      code: 'own-too-few',
      values: { count: 1 },
    });
  });
});
