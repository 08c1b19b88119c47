/**
 * The host gets a new version while the page is open, so files that the page still requests are
 * gone.
 */
import { expect, test } from './playground.ts';

test('after a new deployment the page says once that it has been renewed, and its run goes on after the reload', async ({
  playground,
  page,
  context,
  browser,
}) => {
  await playground.open('batch=2&view=repair');
  await playground.train.click();
  await playground.waitForStep(2);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  const gone = /\/assets\//;
  const html = /\/some\/sub\/path\/$/;
  await context.route(gone, (route) => route.fulfill({ status: 404, body: 'not found' }));
  await context.route(html, async (route) => {
    const text = await (await route.fetch()).text();
    await route.fulfill({
      contentType: 'text/html',
      body: text.replaceAll(/(assets\/\w+)-[\w-]+\.js/g, '$1-NewNewNe.js'),
    });
  });

  await page.getByRole('tab', { name: 'Draw', exact: true }).click();
  const renewed = playground.alert.filter({ hasText: /page has been renewed/i });
  await expect(renewed).toBeVisible();
  // Training still works meanwhile. A lost engine cannot be replaced, because this page's worker
  // file is gone.
  const { step } = await playground.state();
  await playground.takeStep();
  const session = await browser.newBrowserCDPSession();
  await session.send('Browser.crashGpuProcess');
  await expect(playground.alert.filter({ hasText: /went wrong/i })).toHaveCount(0);
  await expect(playground.alert.filter({ hasText: /could not be loaded/i })).toHaveCount(0);
  await expect(renewed).toBeVisible();

  // Requests that are under way are answered first.
  await context.unrouteAll({ behavior: 'wait' });
  // The page saves its run before it reloads; until then `ready` would still be the old page's.
  const reloaded = page.waitForEvent('load');
  await renewed.getByRole('button', { name: 'Reload', exact: true }).click();
  await reloaded;
  await playground.ready();
  await expect(playground.alert).toHaveCount(0);
  expect((await playground.state()).step).toBe(step);
  expect(await playground.takeStep()).toBeGreaterThan(0);
});
