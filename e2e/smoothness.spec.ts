import { mainThreadTasks } from './main-thread.ts';
import { expect, test } from './playground.ts';
import { isSoftware, letThePageGoFirst } from './software-adapter.ts';

/** Milliseconds: what a visitor does not notice. */
const limit = 50;

/** A machine that is busy elsewhere can only lengthen a task; a page at fault is slow every time. */
const attempts = 4;

test('no task of the main thread takes over 50 ms while training', { tag: '@timed' }, async ({
  playground,
  page,
  browser,
}) => {
  const steps = 12;
  await page.goto('#v=1&recipe=article&batch=1&preview=3');
  await playground.ready();
  const { adapter } = await playground.state();
  if (isSoftware(adapter)) await letThePageGoFirst(browser);
  const longest: number[] = [];
  for (let attempt = 1; attempt <= attempts && !(Math.min(...longest) < limit); attempt += 1) {
    const tasks = await mainThreadTasks(browser, page, async () => {
      await page.getByRole('button', { name: /^(Train|Resume)$/ }).click();
      await playground.waitForStep(steps * attempt);
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
    longest.push(wall);
  }
  expect(Math.min(...longest)).toBeLessThan(limit);
});
