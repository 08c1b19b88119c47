import { mainThreadTasks } from './main-thread.ts';
import { expect, test } from './playground.ts';

/** Milliseconds: what a visitor does not notice. */
const limit = 50;

test('no task of the main thread takes over 50 ms while training', async ({ playground, page, browser }) => {
  const steps = 12;
  await page.goto('#v=1&recipe=article&batch=2&preview=3');
  await playground.ready();
  const tasks = await mainThreadTasks(browser, page, async () => {
    await playground.train.click();
    await playground.waitForStep(steps);
    await playground.pause.click();
    await expect(playground.resume).toBeVisible();
  });
  const wall = Math.max(...tasks.map((task) => task.wall));
  const cpu = Math.max(...tasks.map((task) => task.cpu));
  console.log(
    `${steps} steps with previews: ${tasks.length} tasks, longest ${wall.toFixed(1)} ms, of a core ${cpu.toFixed(1)} ms`,
  );
  expect(tasks.length).toBeGreaterThan(steps);
  expect(cpu).toBeLessThan(limit);
  // A software adapter computes on the cores that the page needs: there a short task takes long because it has to wait for one.
  const { adapter } = await playground.state();
  if (!/swiftshader|llvmpipe/i.test(adapter ?? '')) expect(wall).toBeLessThan(limit);
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
