import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { imageSize } from 'image-size';
import { expect, isBlank, type PlaygroundPage, pixelsOf, test } from './playground.ts';

/** Generates, and returns a hash of the pixels of every sample. */
async function generatedPixels(playground: PlaygroundPage): Promise<string[]> {
  await playground.generate.click();
  await expect(playground.generate).toBeEnabled();
  const samples = playground.page.getByTestId('sample');
  await expect(samples).toHaveCount(3);
  const pixels = await Promise.all((await samples.all()).map(pixelsOf));
  expect(pixels.filter(isBlank)).toEqual([]);
  return pixels.map(({ rgba }) => createHash('sha256').update(Uint8Array.from(rgba)).digest('hex'));
}

test('generates pictures from noise: the same seed gives the same pixels; they are saved as PNG; a tab that is frozen in training goes on afterwards', async ({
  playground,
  page,
}) => {
  await playground.open('batch=1&gcount=3&gseed=11&view=paint');
  await playground.takeSteps(1);
  const first = await generatedPixels(playground);
  expect(new Set(first).size).toBe(3);
  expect(await generatedPixels(playground)).toEqual(first);

  // Looking at a run changes nothing; training changes what it generates.
  await playground.takeSteps(1);
  expect(await generatedPixels(playground)).not.toEqual(first);

  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Save PNG' }).first().click();
  const file = await download;
  const bytes = await readFile(await file.path());
  const size = imageSize(bytes);
  console.log(`${file.suggestedFilename()}: ${size.type}, ${size.width} x ${size.height}, ${bytes.length} bytes`);
  expect(size.type).toBe('png');
  expect(size.width % 32).toBe(0);

  await survivesFreezing(playground);
  await generatedPixels(playground);
  await expect(playground.alert).toHaveCount(0);
});

/**
 * A browser may freeze a hidden tab and wake it much later. Training must then go on, and nothing
 * must be reported as broken.
 */
async function survivesFreezing(playground: PlaygroundPage): Promise<void> {
  const { page } = playground;
  const { step: before } = await playground.state();
  await playground.resume.click();
  await playground.waitForStep(before + 2);
  const session = await page.context().newCDPSession(page);
  const seconds = Number(process.env.FROZEN_SECONDS ?? 3);
  await session.send('Page.setWebLifecycleState', { state: 'frozen' });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  await session.send('Page.setWebLifecycleState', { state: 'active' });
  const { step, running } = await playground.state();
  expect(running).toBe(true);
  await playground.waitForStep(step + 3);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  console.log(
    `frozen for ${seconds} s: step ${step} when it woke up, ${(await playground.state()).step} when it paused`,
  );
}
