/** A part of the page whose download fails is asked for again when the visitor tries again. */
import { expect, test } from './playground.ts';

test('a part that could not be downloaded comes with the second try', async ({ playground, page }) => {
  await playground.open('batch=1');
  const parts = /\/assets\/(DrawSource|ShareDialog)-[^/]*\.js$/;
  await page.route(parts, (route) => route.abort());
  await page.getByRole('tab', { name: 'Draw', exact: true }).click();
  const again = page.getByRole('tabpanel').getByRole('button', { name: 'Try again', exact: true });
  await expect(again).toBeVisible();
  // Of the panel: the next one is of the dialog.
  await expect(playground.alert).toHaveCount(1);
  await playground.share.click();
  await expect(playground.alert).toHaveCount(2);
  await page.unroute(parts);

  await again.click();
  await expect(page.getByRole('tabpanel').getByRole('button', { name: 'Undo', exact: true })).toBeVisible();
  await playground.share.click();
  await expect(page.getByRole('textbox', { name: /link/i })).toBeVisible();
});
