import { expect, test } from './playground.ts';

test('no task of the main thread takes over 50 ms while training', async ({ playground, page }) => {
  const steps = 12;
  await page.goto('#v=1&recipe=article&batch=2&preview=3');
  await playground.ready();
  await page.evaluate(() => {
    const long: number[] = [];
    // The browser itself reports exactly the tasks of 50 ms and more.
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) long.push(Math.round(duration));
    }).observe({ type: 'longtask' });
    let last = performance.now();
    const gaps = { longest: 0 };
    setInterval(() => {
      const now = performance.now();
      gaps.longest = Math.max(gaps.longest, Math.round(now - last));
      last = now;
    }, 5);
    Object.assign(window, { measured: { long, gaps } });
  });
  await playground.train.click();
  await playground.waitForStep(steps);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible();
  const measured: unknown = await page.evaluate(() => Reflect.get(window, 'measured'));
  console.log(
    `${steps} steps with previews: tasks over 50 ms and the longest gap between timers: ${JSON.stringify(measured)}`,
  );
  expect(measured).toMatchObject({ long: [] });
});

test('how long a visitor waits for the first step', async ({ playground, page }) => {
  await playground.open('batch=64');
  const ready = await page.evaluate(() => performance.now());
  const before = performance.now();
  await playground.takeStep();
  const step = performance.now() - before;
  const files = await page.evaluate(() =>
    performance.getEntriesByType('resource').flatMap((entry) => {
      if (!(entry instanceof PerformanceResourceTiming)) return [];
      return [{ name: entry.name.replace(/.*\//, ''), kB: Math.round(entry.decodedBodySize / 1000) }];
    }),
  );
  console.log(`ready after ${(ready / 1000).toFixed(2)} s, first step (64 images) took ${(step / 1000).toFixed(2)} s`);
  console.log(files.map(({ name, kB }) => `${name} ${kB} kB`).join(', '));
  expect(files.length).toBeGreaterThan(0);
});
