import { exactPixels, exifRotatedShown, makeFixtures } from './fixtures/make.ts';
import { expect, isBlank, type PlaygroundPage, pixelsOf, test } from './playground.ts';
import { bring, bringLink, upload } from './upload.ts';

const fixtures = makeFixtures();

/** The RGB bytes of the picture that is about to be damaged. */
async function original({ page }: PlaygroundPage): Promise<number[]> {
  const { width, height, rgba } = await pixelsOf(page.getByTestId('original'));
  expect([width, height]).toEqual([32, 32]);
  return rgba.filter((_, i) => i % 4 !== 3);
}

/** The pixels of the restored picture, or null if there is none. */
async function result({ page }: PlaygroundPage): Promise<readonly number[] | null> {
  const picture = page.getByTestId('restored');
  return (await picture.count()) > 0 ? (await pixelsOf(picture)).rgba : null;
}

/**
 * Presses Restore and waits for another result than the current one. The damaged picture is already
 * there.
 */
async function restored(playground: PlaygroundPage): Promise<void> {
  const { page } = playground;
  const before = await result(playground);
  await playground.restore.click();
  await expect.poll(async () => (await result(playground)) ?? before).not.toEqual(before);
  for (const id of ['damaged', 'restored']) expect(isBlank(await pixelsOf(page.getByTestId(id))), id).toBe(false);
  expect((await pixelsOf(page.getByTestId('damaged'))).rgba).not.toEqual(
    (await pixelsOf(page.getByTestId('original'))).rgba,
  );
  await expect(page.getByText(/\d dB/).first()).toBeVisible();
}

test('restores test images, uploads, drawings and pictures that are dropped or pasted; says what it cannot take', async ({
  playground,
  page,
}) => {
  await playground.open('batch=1&image=3&backend=cpu&view=repair');
  const testImage = await original(playground);

  await test.step('restores a test image, and says how well', async () => {
    await playground.takeStep();
    await restored(playground);
    const figures = await page.getByText(/\d dB/).allTextContents();
    console.log(`test image 3 after one step: ${figures.join(', ')}`);
    const first = await pixelsOf(page.getByTestId('damaged'));
    await playground.restore.click();
    await expect(playground.restore).toBeEnabled();
    expect((await pixelsOf(page.getByTestId('damaged'))).rgba).toEqual(first.rgba);
  });

  await test.step('restores an uploaded picture: a 32 x 32 picture arrives unchanged, pixel by pixel, and is still there after a look at another tab', async () => {
    await upload(page, (await fixtures)['exact-32.png']);
    await expect.poll(() => original(playground)).toEqual([...exactPixels()]);
    await restored(playground);
    expect(await original(playground)).toEqual([...exactPixels()]);

    await page.getByRole('tab', { name: 'Test image', exact: true }).click();
    await expect.poll(() => original(playground)).not.toEqual([...exactPixels()]);
    await page.getByRole('tab', { name: 'Upload', exact: true }).click();
    await expect.poll(() => original(playground)).toEqual([...exactPixels()]);
    await expect(page.getByRole('tabpanel', { name: 'Upload', exact: true }).getByRole('slider').first()).toBeVisible();
    await expect(playground.alert).toHaveCount(0);
  });

  await test.step('takes a picture that is dropped or pasted, whichever tab is open', async () => {
    for (const event of ['drop', 'paste'] as const) {
      for (const tab of ['Test image', 'Upload', 'Draw'] as const) {
        await page.getByRole('tab', { name: 'Test image', exact: true }).click();
        await expect.poll(() => original(playground)).toEqual(testImage);
        await page.getByRole('tab', { name: tab, exact: true }).click();
        await bring(page, event, (await fixtures)['exact-32.png']);
        await expect.poll(() => original(playground), `${event}, ${tab}`).toEqual([...exactPixels()]);
        await expect(page.getByRole('tab', { name: 'Upload', exact: true })).toHaveAttribute('aria-selected', 'true');
      }
    }
  });

  await test.step('restores a drawing; undo and clear take it back', async () => {
    await page.getByRole('tab', { name: 'Draw', exact: true }).click();
    await page.getByRole('button', { name: 'Red', exact: true }).click();
    const board = page.getByRole('img', { name: 'Drawing board' });
    await board.scrollIntoViewIfNeeded();
    const box = await board.boundingBox();
    if (box === null) throw new Error('the board is not on the page');
    const at = (x: number, y: number) => [box.x + x * box.width, box.y + y * box.height] as const;
    const colours = (rgb: readonly number[]) =>
      new Set(rgb.map((_, i) => (i % 3 === 0 ? rgb.slice(i, i + 3).join() : ''))).size;

    await page.mouse.move(...at(0.2, 0.2));
    await page.mouse.down();
    await page.mouse.move(...at(0.8, 0.8), { steps: 8 });
    await page.mouse.up();
    await expect.poll(async () => colours(await original(playground))).toBeGreaterThan(2);
    const drawn = await original(playground);
    const middle = drawn.slice((16 * 32 + 16) * 3, (16 * 32 + 16) * 3 + 3);
    expect((middle[0] ?? 0) - (middle[1] ?? 0), `the middle is ${middle}`).toBeGreaterThan(100);
    await restored(playground);

    await page.getByRole('button', { name: 'Undo', exact: true }).click();
    await expect.poll(() => original(playground)).not.toEqual(drawn);
    await page.getByRole('button', { name: 'Redo', exact: true }).click();
    await expect.poll(() => original(playground)).toEqual(drawn);
  });

  await test.step('turns a photograph as its EXIF says', async () => {
    await upload(page, (await fixtures)['exif-rotated.jpg']);
    const { top, bottom } = exifRotatedShown;
    const expected = [...top, ...bottom];
    const farthest = async () => {
      const rgb = await original(playground);
      const pixel = (x: number, y: number) => rgb.slice((y * 32 + x) * 3, (y * 32 + x) * 3 + 3);
      const shown = [...pixel(16, 2), ...pixel(16, 29)];
      return Math.max(...shown.map((value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
    };
    // The picture before may be shown for a moment.
    await expect.poll(farthest).toBeLessThanOrEqual(6);
  });

  await test.step('repairs a photograph at its own size, in the article’s one pass', async () => {
    const size = page.getByRole('combobox', { name: 'Size', exact: true });
    await size.selectOption({ label: 'The whole picture, 64 × 96' });
    const sizeOf = async (id: string) => {
      const { width, height } = await pixelsOf(page.getByTestId(id));
      return [width, height];
    };
    await expect.poll(() => sizeOf('damaged')).toEqual([64, 96]);
    await expect(page.getByText(/^About .* on this device \(one pass, in 1 strip\)\.$/)).toBeVisible();
    await restored(playground);
    for (const id of ['original', 'restored']) expect(await sizeOf(id)).toEqual([64, 96]);
    await size.selectOption({ label: '32 × 32, the network’s own' });
    await expect.poll(() => sizeOf('damaged')).toEqual([32, 32]);
  });

  await test.step('takes every format that the page names', async () => {
    let before = await original(playground);
    for (const name of [
      'photo.jpg',
      'exact-32.png',
      'photo.webp',
      'transparent.png',
      'photo.avif',
      'exact-32.png',
      'photo.gif',
      'transparent.png',
      'animated.gif',
    ] as const) {
      await upload(page, (await fixtures)[name]);
      await expect.poll(() => original(playground), name).not.toEqual(before);
      before = await original(playground);
    }
    await expect(playground.alert).toHaveCount(0);
  });

  await test.step('a link that is dropped or pasted in place of a picture gets one sentence', async () => {
    await page.getByRole('tab', { name: 'Test image', exact: true }).click();
    await bringLink(page, 'paste'); // this tab takes no pictures
    await expect(playground.alert).toHaveCount(0);
    expect(await bringLink(page, 'drop')).toBe(true);
    await expect(playground.alert).toContainText(/no picture file/);
    await page.getByRole('tab', { name: 'Upload', exact: true }).click();
    await bringLink(page, 'paste');
    await expect(playground.alert).toContainText('2 times');
  });
});

test('a U-Net repairs each damage with each method that fits, can be stopped in mid-film, and lists all results in one table', async ({
  playground,
  page,
}) => {
  await page.goto('#v=1&recipe=quick&data=emoji&preview=0&evaluate=0&backend=cpu&view=repair');
  await playground.ready();
  const damage = page.getByLabel('Damage', { exact: true });
  const method = page.getByLabel('Method', { exact: true });
  const table = page.getByRole('table', { name: 'All of them' });
  const setting = (name: string) => page.getByRole('textbox', { name, exact: true });
  const rgba = async (id: string) => (await pixelsOf(page.getByTestId(id))).rgba;
  const methodsOf = () => method.locator('option').allTextContents();
  await expect(page.getByTestId('damaged')).toBeVisible();
  const undamaged = await rgba('original');

  const fits = {
    Noise: ['One pass', 'SDEdit', 'DDNM'],
    'Hole (brush)': ['SDEdit', 'RePaint', 'DDNM'],
    Scratches: ['SDEdit', 'RePaint', 'DDNM'],
    Pixelation: ['SDEdit', 'DDNM'],
    Downscaling: ['SDEdit', 'DDNM'],
    Greyscale: ['SDEdit', 'DDNM'],
  } as const;
  for (const [kind, methods] of Object.entries(fits)) {
    await damage.selectOption({ label: kind });
    await expect.poll(() => rgba('damaged'), kind).not.toEqual(undamaged);
    expect(await methodsOf(), kind).toEqual(methods);
    for (const name of methods) {
      await method.selectOption({ label: name });
      // SDEdit starts halfway by default. Of four steps, the second is the first that is no
      // noisier than that.
      if (name !== 'One pass') await setting('Steps').fill(name === 'SDEdit' ? '4' : '2');
      await playground.restore.click();
      const shown = table.getByRole('button', { name, pressed: true });
      await expect(shown, `${kind}, ${name}`).toBeVisible();
      expect(await rgba('restored'), `${kind}, ${name}`).not.toEqual(await rgba('damaged'));
    }
    // The table has every result for this picture, including the filters', with one best by each
    // measure.
    await expect(table.getByRole('button', { name: 'Damaged, as it is' })).toBeVisible();
    await expect(table.getByText(/^best/)).toHaveCount(
      (await table.getByText('best', { exact: true }).count()) ? 1 : 2,
    );
  }
  expect(await rgba('original')).toEqual(undamaged);
  await expect(
    page.getByText('RePaint is not offered: it fills in lost pixels, and this damage loses none.'),
  ).toBeVisible();

  await test.step('stopped in mid-film', async () => {
    const before = await table.getByRole('row').count();
    await setting('Steps').fill('250');
    await playground.restore.click();
    await expect(page.getByTestId('film-predicted')).toBeVisible();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(playground.restore).toBeEnabled();
    await expect(page.getByTestId('film-predicted')).toBeVisible();
    expect(await table.getByRole('row').count()).toBe(before);
    await expect(playground.alert).toHaveCount(0);
  });

  await test.step('a hole is brushed; the slider and the table show earlier results', async () => {
    await damage.selectOption({ label: 'Hole (brush)' });
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await expect.poll(() => rgba('damaged')).toEqual(undamaged);
    await expect(playground.restore).toBeDisabled();
    const board = page.getByTestId('damaged');
    await board.scrollIntoViewIfNeeded();
    const box = await board.boundingBox();
    if (box === null) throw new Error('the board is not on the page');
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height * 0.5);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height * 0.5, { steps: 3 });
    await page.mouse.up();
    await expect.poll(() => rgba('damaged')).not.toEqual(undamaged);
    await setting('Steps').fill('2');
    await playground.restore.click();
    await expect(page.getByTestId('restored')).toBeVisible();
    const slider = page.getByRole('slider', { name: 'Before and after' });
    await slider.press('End');
    await expect(slider).toHaveAttribute('aria-valuetext', '100 % before');
    await table.getByRole('button', { name: 'Filter: smooth fill from the edges (heat equation)' }).click();
    await expect(
      page.getByRole('figure', { name: 'Filter: smooth fill from the edges (heat equation)' }),
    ).toBeVisible();
  });

  await test.step('a photograph at its own size, in tiles of the network’s size, stopped once in mid-film', async () => {
    await upload(page, (await fixtures)['animated.gif']);
    await page
      .getByRole('combobox', { name: 'Size', exact: true })
      .selectOption({ label: 'The whole picture, 48 × 48' });
    await damage.selectOption({ label: 'Pixelation' });
    const sizes = async () => {
      const { width, height } = await pixelsOf(page.getByTestId('damaged'));
      return [width, height];
    };
    await expect.poll(sizes).toEqual([48, 48]);
    await setting('Steps').fill('250');
    await playground.restore.click();
    await expect(page.getByText(/^Pass \d+ of \d+, tile \d+ of 4, about .* left$/)).toBeVisible();
    expect((await pixelsOf(page.getByTestId('film-noisy'))).width).toBe(48);
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect(playground.restore).toBeEnabled();
    await expect(table.getByRole('row')).toHaveCount(1);
    await setting('Steps').fill('1');
    await playground.restore.click();
    await expect(page.getByTestId('restored')).toBeVisible();
    expect((await pixelsOf(page.getByTestId('restored'))).width).toBe(48);
    await expect(playground.alert).toHaveCount(0);
  });
});
