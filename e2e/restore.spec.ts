import { exactPixels, exifRotatedShown, makeFixtures } from './fixtures/make.ts';
import { expect, isBlank, type PlaygroundPage, pixelsOf, test } from './playground.ts';
import { upload } from './upload.ts';

const fixtures = makeFixtures();

/** The RGB bytes of the picture that is about to be damaged. */
async function original({ page }: PlaygroundPage): Promise<number[]> {
  const { width, height, rgba } = await pixelsOf(page.getByTestId('original'));
  expect([width, height]).toEqual([32, 32]);
  return rgba.filter((_, i) => i % 4 !== 3);
}

async function restored(playground: PlaygroundPage): Promise<void> {
  await playground.restore.click();
  for (const id of ['damaged', 'restored']) {
    const picture = playground.page.getByTestId(id);
    await expect(picture).toBeVisible();
    expect(isBlank(await pixelsOf(picture)), id).toBe(false);
  }
  await expect(playground.page.getByText(/\d dB/).first()).toBeVisible();
}

test('restores a test image, and says how well', async ({ playground, page }) => {
  await playground.open('batch=2&image=3');
  await playground.takeStep();
  await restored(playground);
  const figures = await page.getByText(/\d dB/).allTextContents();
  console.log(`test image 3 after one step: ${figures.join(', ')}`);
  const first = await pixelsOf(page.getByTestId('damaged'));
  await playground.restore.click();
  await expect(playground.restore).toBeEnabled();
  expect((await pixelsOf(page.getByTestId('damaged'))).rgba).toEqual(first.rgba);
});

test('restores an uploaded picture: a 32 x 32 one arrives pixel by pixel', async ({ playground, page }) => {
  await playground.open('batch=2');
  await upload(page, (await fixtures)['exact-32.png']);
  await expect.poll(() => original(playground)).toEqual([...exactPixels()]);
  await restored(playground);
  expect(await original(playground)).toEqual([...exactPixels()]);
});

test('turns a photograph as its EXIF says', async ({ playground, page }) => {
  await playground.open('batch=2');
  const before = await original(playground);
  await upload(page, (await fixtures)['exif-rotated.jpg']);
  await expect.poll(() => original(playground)).not.toEqual(before);
  const rgb = await original(playground);
  const pixel = (x: number, y: number) => rgb.slice((y * 32 + x) * 3, (y * 32 + x) * 3 + 3);
  const near = (a: readonly number[], b: readonly number[]) => a.every((v, i) => Math.abs(v - (b[i] ?? 0)) <= 6);
  expect(near(pixel(16, 2), exifRotatedShown.top), `top is ${pixel(16, 2)}`).toBe(true);
  expect(near(pixel(16, 29), exifRotatedShown.bottom), `bottom is ${pixel(16, 29)}`).toBe(true);
});

for (const name of ['photo.jpg', 'photo.webp', 'photo.avif', 'photo.gif', 'animated.gif', 'transparent.png'] as const) {
  test(`takes ${name}`, async ({ playground, page }) => {
    await playground.open('batch=2');
    const before = await original(playground);
    await upload(page, (await fixtures)[name]);
    await expect.poll(() => original(playground)).not.toEqual(before);
    await expect(playground.alert).toHaveCount(0);
  });
}
