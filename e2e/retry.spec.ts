/** When a part of the page fails to download, the next attempt requests it again. */
import { expect, test } from './playground.ts';

test('a part that could not be downloaded loads on the second try; so does the step recorder, and its recording is checked in this browser', async ({
  playground,
  page,
}) => {
  const said: string[] = [];
  page.on('console', (message) => said.push(message.text()));
  await playground.open('batch=1&view=repair');
  const parts = /\/assets\/(DrawSource|ShareDialog)-[^/]*\.js$/;
  await page.route(parts, (route) => route.abort());
  // Before the first step, the part that shows notices has not been downloaded either.
  const cards = /\/assets\/NoticeCards-[^/]*\.js$/;
  await page.route(cards, (route) => route.abort());
  await page.getByRole('tab', { name: 'Draw', exact: true }).click();
  const notices = page.getByRole('region', { name: 'Notices' });
  await expect(notices).toContainText('could not be loaded. Check the connection and try again.');
  await page.unroute(cards);
  await notices.getByRole('button', { name: 'Try again', exact: true }).click();
  const again = page.getByRole('tabpanel').getByRole('button', { name: 'Try again', exact: true });
  await expect(again).toBeVisible();
  // One alert is of the panel, one of the part that shows notices; the next one is of the dialog.
  await expect(playground.alert).toHaveCount(2);
  await playground.share.click();
  await expect(playground.alert).toHaveCount(3);
  await page.unroute(parts);

  await again.click();
  await expect(page.getByRole('tabpanel').getByRole('button', { name: 'Undo', exact: true })).toBeVisible();
  await playground.share.click();
  await expect(page.getByRole('textbox', { name: /link/i })).toBeVisible();
  await page.keyboard.press('Escape');

  const recording = /\/assets\/replay\.lazy-[^/]*\.js$/;
  let asked = 0;
  await page.route(recording, (route) => {
    asked++;
    return route.abort();
  });
  await playground.train.click();
  await expect.poll(() => asked, { timeout: 120_000 }).toBeGreaterThan(1);
  const [computed] = await playground.replays(3);
  expect(computed?.obstacle).toContain('could not be downloaded');
  await page.unroute(recording);
  await expect
    .poll(async () => (await playground.replays())[0]?.listing ?? '', { timeout: 120_000 })
    .toMatch(/^1 submit, /);
  const { step } = await playground.state();
  await playground.waitForStep(step + 6);
  expect((await playground.replays())[0]).toMatchObject({ name: 'train step of 1', obstacle: null });
  expect(said.filter((text) => text.includes('replayed wrongly'))).toEqual([]);
});
