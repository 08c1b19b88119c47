import { expect, test } from './playground.ts';

test('a missing and a damaged shard are named, and training goes on', async ({ playground, page }) => {
  await page.route('**/cifar/train-01.webp', (route) => route.fulfill({ status: 404, body: 'not found' }));
  await page.route('**/cifar/train-02.webp', async (route) => {
    const response = await route.fetch();
    const bytes = await response.body();
    bytes.writeUInt8(bytes.readUInt8(1000) ^ 1, 1000);
    await route.fulfill({ response, body: bytes });
  });
  await playground.open('batch=1&backend=cpu');
  await playground.train.click();
  for (const file of ['train-01.webp', 'train-02.webp']) {
    await expect(playground.alert.filter({ hasText: file })).toBeVisible();
  }
  console.log((await playground.alert.allTextContents()).join(' ').replaceAll('\n', ' '));
  const { step } = await playground.state();
  await playground.waitForStep(step + 3);
  expect((await playground.state()).loss).toBeGreaterThan(0);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
});

test('without a single shard one sentence says so, and the page keeps working', async ({ playground, page }) => {
  await page.route('**/cifar/*.webp', (route) => route.abort());
  await playground.open('batch=1&gcount=1&backend=cpu');
  await playground.train.click();
  await expect(playground.alert.filter({ hasText: /none of the training images/i })).toBeVisible();
  await playground.show('paint');
  await playground.generate.click();
  await expect(page.getByTestId('sample')).toBeVisible();
});
