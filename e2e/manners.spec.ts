import { expect, test } from './playground.ts';

test('a violation of the content security policy in a worker is noticed', async ({ page, violations }) => {
  const answer = await page.goto('404.html');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  await page.route('**/unruly.js', (route) =>
    route.fulfill({
      contentType: 'text/javascript',
      headers: { 'content-security-policy': policy },
      body: "onmessage = () => { try { eval('1') } catch { postMessage('refused') } }",
    }),
  );
  const attached = page.waitForEvent('worker');
  await page.evaluate(() => {
    const worker = new Worker('unruly.js');
    addEventListener('provoke', () => worker.postMessage(null));
  });
  await (await attached).evaluate(() => {}); // queued behind the watcher's own call
  await page.evaluate(() => dispatchEvent(new Event('provoke')));
  await expect.poll(() => violations.splice(0)).toEqual([expect.stringContaining('script-src, eval')]);
});
