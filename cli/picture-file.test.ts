import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { differenceFrom, oddPictures, oldPictures, tiff } from '../e2e/fixtures/odd-pictures.ts';
import { ArgumentError } from './arguments.ts';
import { exitCodeOf } from './command.ts';
import { readPicture } from './picture-file.ts';
import { readRestoreArguments } from './restore/arguments.ts';

let place: string;
beforeAll(async () => {
  place = await mkdtemp(join(tmpdir(), 'playground-pictures-'));
});
afterAll(() => rm(place, { recursive: true, force: true }));

async function refusalOf(name: string, bytes: Uint8Array | string): Promise<unknown> {
  await writeFile(join(place, name), bytes);
  return readPicture(join(place, name), 32).catch((error: unknown) => error);
}

it('distinguishes a text file from a damaged picture', async () => {
  const text = await refusalOf('README.md', '# No picture');
  expect(text).toMatchObject({ code: 'image-not-an-image' });
  expect(exitCodeOf(text)).toBe(2);

  const noise = { type: 'gaussian', mean: 128, sigma: 40 } as const;
  const whole = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'red', noise } })
    .png()
    .toBuffer();
  const cut = await refusalOf('cut.png', whole.subarray(0, whole.length / 2));
  expect(cut).toMatchObject({ code: 'image-undecodable' });
  expect(exitCodeOf(cut)).toBe(1);
});

it('names the format of a picture that it cannot decode', async () => {
  for (const { name, bytes } of await oldPictures()) {
    const error = await refusalOf(name, bytes);
    expect(error).toMatchObject({
      code: 'image-unsupported',
      values: { format: name.endsWith('.bmp') ? 'BMP' : 'ICO' },
    });
    expect(exitCodeOf(error)).toBe(2);
  }
});

it('reads pictures that are rotated, in another colour space, or TIFF', async () => {
  const pictures = [...(await oddPictures()), { name: 'x.tiff', ...(await tiff()) }];
  for (const { name, bytes, shows } of pictures.filter(({ name }) => name !== 'cmyk.jpg')) {
    await writeFile(join(place, name), bytes);
    expect(differenceFrom(shows, await readPicture(join(place, name), 32)), name).toBeLessThanOrEqual(3);
  }
});

it('reads a whole picture at its own size, and a mask of the same size', async () => {
  const file = join(place, 'wide.png');
  const given = { create: { width: 600, height: 300, channels: 3, background: 'white' } } as const;
  await sharp(given).png().toFile(file);
  const image = ['--model', 'x', '--image', file, '--out', join(place, 'out.png')];
  const read = (...more: string[]) => readRestoreArguments([...image, ...more]) ?? expect.fail('no help was asked for');
  const own = read('--size', 'own', '--mask', file);
  const original = await own.original(32);
  expect(original).toMatchObject({ count: 1, width: 512, height: 256 });
  expect(await own.damage(original)).toMatchObject({ kind: 'mask', lost: new Uint8Array(512 * 256).fill(1) });
  expect(await read('--size', '64').original(32)).toMatchObject({ width: 64, height: 64 });
  expect(await read().original(28)).toMatchObject({ width: 28, height: 28 });
  await expect(read('--size', '16').original(32)).rejects.toThrow(ArgumentError);
  await sharp({ create: { ...given.create, height: 10 } })
    .png()
    .toFile(join(place, 'thin.png'));
  const thin = readRestoreArguments([...image, '--size', 'own', '--image', join(place, 'thin.png')]);
  await expect(thin?.original(32)).rejects.toThrow(/600 x 10/);
  expect(() => read('--size', '513')).toThrow(ArgumentError);
});

it('reports a missing file', async () => {
  await expect(readPicture(join(place, 'nowhere.png'), 32)).rejects.toThrow(ArgumentError);
});
