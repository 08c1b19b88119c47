import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { readPicture } from '../cli/picture-file.ts';
import { differenceFrom, heic, type OddPicture, oddPictures, oldPictures, tiff } from './fixtures/odd-pictures.ts';
import { expect, type PlaygroundPage, pixelsOf, test } from './playground.ts';
import { bring } from './upload.ts';

const folder = mkdtemp(join(tmpdir(), 'playground-odd-pictures-'));

async function fileOf({ name, bytes }: Pick<OddPicture, 'name' | 'bytes'>): Promise<string> {
  const path = join(await folder, name);
  await writeFile(path, bytes);
  return path;
}

/** RGB of the picture that is about to be damaged. */
async function original(page: Page): Promise<number[]> {
  return (await pixelsOf(page.getByTestId('original'))).rgba.filter((_, i) => i % 4 !== 3);
}

const largest = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] ?? Number.NaN))));

test('turned pictures, other colour spaces and old formats look as they should, and as the command line reads them; pasted pictures are taken', async ({
  playground,
  page,
}) => {
  await playground.open('batch=1&backend=cpu');
  for (const picture of await oddPictures()) {
    const path = await fileOf(picture);
    const commandLine = await readPicture(path, 32);
    await bring(page, 'drop', path);
    await expect.poll(async () => largest(await original(page), commandLine), picture.name).toBeLessThanOrEqual(3);
    // CMYK without a profile names no inks, so it only has to look the same in both.
    if (picture.name === 'cmyk.jpg') continue;
    expect(differenceFrom(picture.shows, await original(page)), picture.name).toBeLessThanOrEqual(3);
  }
  for (const picture of await oldPictures()) {
    await bring(page, 'drop', await fileOf(picture));
    const off = async () => differenceFrom(picture.shows, await original(page));
    await expect.poll(off, picture.name).toBeLessThanOrEqual(3);
  }
  await expect(playground.alert).toHaveCount(0);

  const before = await original(page);
  for (const [format, bytes] of [
    ['TIFF', (await tiff()).bytes],
    ['HEIC', await heic()],
  ] as const) {
    await bring(page, 'drop', await fileOf({ name: `holiday.${format.toLowerCase()}`, bytes }));
    await expect(playground.alert.filter({ hasText: `in the format ${format}` })).toContainText('Save it as PNG');
  }
  expect(await original(page)).toEqual(before);
  await playground.dismissAlerts();
  await takesPastes(playground);
});

/** Pastes are taken wherever the focus is; of several pasted files, the picture is taken. */
async function takesPastes(playground: PlaygroundPage): Promise<void> {
  const { page } = playground;
  const pictures = await oddPictures();
  const [one, two, three, four] = pictures;
  if (!one || !two || !three || !four) throw new Error('too few pictures');
  const arrives = async ({ name, shows }: OddPicture) => {
    await expect.poll(async () => differenceFrom(shows, await original(page)), name).toBeLessThanOrEqual(3);
    await expect(playground.alert).toHaveCount(0);
  };
  const text = await fileOf({ name: 'notes.txt', bytes: Buffer.from('a text') });

  await bring(page, 'paste', text, await fileOf(one));
  await arrives(one);

  await playground.show('learn');
  const seed = page.getByRole('spinbutton', { name: 'Seed', exact: true });
  const value = await seed.inputValue();
  await bring(seed, 'paste', await fileOf(two));
  await arrives(two);
  await playground.show('learn');
  await expect(seed).toHaveValue(value);
  await playground.show('repair');

  await playground.restore.click();
  await bring(page, 'paste', await fileOf(three));
  await arrives(three);
  await expect(playground.restore).toBeEnabled();
  await arrives(three);

  await playground.share.click();
  await bring(page.getByRole('dialog'), 'paste', await fileOf(four));
  await page.keyboard.press('Escape');
  await arrives(four);
}
