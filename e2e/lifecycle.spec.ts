/** A browser may freeze a tab that is not looked at, and wake it up again much later. */
import { expect, test } from './playground.ts';

test('a tab that was frozen while it trained goes on, and nothing is reported broken', async ({ playground, page }) => {
  await playground.open('batch=1&gcount=1');
  await playground.train.click();
  await playground.waitForStep(2);
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
  await playground.generate.click();
  await expect(page.getByTestId('sample')).toBeVisible();
  await expect(playground.alert).toHaveCount(0);
});
