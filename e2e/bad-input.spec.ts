import { writeFile } from 'node:fs/promises';
import { lookDefaults } from '../src/ml/config.ts';
import { type FixtureName, makeFixtures } from './fixtures/make.ts';
import { expect, type PlaygroundPage, test } from './playground.ts';
import { upload } from './upload.ts';

const fixtures = makeFixtures();

async function expectTrainingWorks(playground: PlaygroundPage): Promise<void> {
  expect(await playground.takeStep()).toBeGreaterThan(0);
}

const pictures: readonly (readonly [FixtureName, RegExp])[] = [
  ['zero-byte.png', /is empty/],
  ['text.png', /is not a picture/],
  ['huge.png', /is too large/],
  ['script.svg', /SVG/],
  ['truncated.jpg', /damaged or cut short/],
  ['truncated.png', /damaged or cut short/],
];

test('a link with nonsense in every field names each field, and training works with the defaults; a file that is not a picture and one that is not a checkpoint get one clear sentence each', async ({
  playground,
  page,
}, info) => {
  const fields = {
    recipe: '<b>x</b>',
    seed: '-1',
    batch: '1e9',
    lr: 'NaN',
    epochs: '2.5',
    classes: 'unicorn',
    preview: '0.5',
    gseed: '%E0%A4%A',
    gcount: '65',
    noise: 'Infinity',
    nseed: '0x10z',
    image: '10000',
    backend: 'abacus',
    nonsense: 'yes',
  };
  const nonsense = Object.entries(fields).map(([key, value]) => `${key}=${value}`);
  await page.goto(`#v=99&${nonsense.join('&')}`);
  await playground.ready();
  const said = (await playground.alert.allTextContents()).join(' ').replaceAll('\n', ' ');
  console.log(said);
  expect(said).toContain('newer version (99)');
  for (const key of Object.keys(fields)) expect(said).toMatch(new RegExp(`sets “?${key}\\b`));

  expect((await playground.state()).step).toBe(0);
  await playground.show('paint');
  await playground.generate.click();
  await expect(page.getByTestId('sample')).toHaveCount(lookDefaults.generateCount);
  await expectTrainingWorks(playground);

  await playground.dismissAlerts();
  await playground.show('repair');
  for (const [name, sentence] of pictures) {
    await upload(page, (await fixtures)[name]);
    await expect(playground.alert.filter({ hasText: name })).toContainText(sentence);
    await expect(playground.alert).toHaveCount(1);
    console.log(`${name}: ${((await playground.alert.textContent()) ?? '').replaceAll('\n', ' ')}`);
    await playground.alert.getByRole('button', { name: 'Dismiss' }).click();
    await expect(playground.alert).toHaveCount(0);
  }
  expect(await page.evaluate(() => 'scriptOfSvgRan' in window)).toBe(false);
  await expectTrainingWorks(playground);

  const file = info.outputPath('nonsense.zip');
  await writeFile(file, 'PK\u0003\u0004 this is no zip');
  await page.getByRole('button', { name: 'Model', exact: true }).click();
  const chooser = page.waitForEvent('filechooser');
  await page.getByRole('button', { name: /open checkpoint/i }).click();
  await (await chooser).setFiles(file);
  await expect(playground.alert.filter({ hasText: 'nonsense.zip' })).toContainText(/is not a checkpoint/);
  await page.keyboard.press('Escape');
  await expectTrainingWorks(playground);
});
