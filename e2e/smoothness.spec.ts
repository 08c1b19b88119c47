import { expectSmooth } from './main-thread.ts';
import { expect, test } from './playground.ts';
import { isSoftware, letThePageGoFirst } from './software-adapter.ts';

test('no task of the main thread takes over 50 ms while training, opening, sampling, scrubbing and racing', {
  tag: '@timed',
}, async ({ playground, page, browser }) => {
  const place = { page, browser };
  const steps = 12;
  await page.goto('#v=1&recipe=article&batch=1&preview=3');
  await playground.ready();
  const { adapter } = await playground.state();
  if (isSoftware(adapter)) await letThePageGoFirst(browser);
  await expectSmooth(place, `${steps} steps with previews`, async (attempt) => {
    await page.getByRole('button', { name: /^(Train|Resume)$/ }).click();
    await playground.waitForStep(steps * attempt);
    await playground.pause.click();
    await expect(playground.resume).toBeVisible();
  });

  await expectSmooth(place, 'a bare visit, until a model paints', async () => {
    await page.goto('');
    await playground.ready();
    await expect(page.getByTestId('painting').first()).toBeVisible();
  });

  // The run's untrained network is enough here: it paints as fast as a trained one.
  const lanes = [2, 3, 4, 5].map((calls) => `run.flow-match-euler.${calls}.raw`).join(',');
  await page.goto(`#v=1&recipe=quick&data=digits&view=paint&gcount=4&steps=6&lanes=${lanes}`);
  await expectSmooth(place, 'a film as it is made', async () => {
    await playground.generate.click();
    await expect(playground.generate).toBeEnabled();
  });
  await expectSmooth(place, 'a film under the mouse', async () => {
    const slider = page.getByRole('slider', { name: 'Denoising step' });
    const box = await slider.boundingBox();
    if (box === null) throw new Error('the slider is not on show');
    const y = box.y + box.height / 2;
    await page.mouse.move(box.x + 2, y);
    await page.mouse.down();
    for (let move = 0; move < 60; move += 1)
      await page.mouse.move(box.x + 2 + (box.width - 4) * Math.abs(Math.sin(move / 10)), y);
    await page.mouse.up();
  });

  await page.getByRole('tab', { name: 'Race', exact: true }).click();
  const race = page.getByRole('button', { name: 'Race', exact: true });
  await expect(race).toBeEnabled();
  await expectSmooth(place, 'a race of four', async () => {
    await race.click();
    await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
    await expect(race).toBeVisible();
  });
  await expect(playground.alert).toHaveCount(0);
});
