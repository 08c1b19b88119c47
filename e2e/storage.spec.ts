/**
 * Browsers that keep less than they promise: private windows, no secure context, a database that is
 * refused.
 */
import { expect, type PlaygroundPage, test } from './playground.ts';
import { prependToWorker } from './worker-script.ts';

/** Put in front of the engine's worker. */
const without = {
  directory: `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('Security error', 'SecurityError'));`,
  handles: `FileSystemFileHandle.prototype.createSyncAccessHandle = () => Promise.reject(new DOMException('no handle', 'UnknownError'));`,
  storageManager: `Object.defineProperty(WorkerNavigator.prototype, 'storage', { value: undefined });`,
  database: `indexedDB.open = () => { throw new DOMException('no database', 'SecurityError'); };`,
} as const;

type Missing = keyof typeof without;

/** From the next load on. */
async function hide({ page }: PlaygroundPage, missing: readonly Missing[]): Promise<void> {
  await page.unrouteAll({ behavior: 'wait' });
  await prependToWorker(page, missing.map((name) => without[name]).join('\n'));
}

/** Trains two steps and pauses; the step that has been saved then. */
async function trainAndPause(playground: PlaygroundPage): Promise<number> {
  const { step } = await playground.state();
  await (step === 0 ? playground.train : playground.resume).click();
  await playground.waitForStep(step + 2);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible(); // says so once the run has been saved
  return (await playground.state()).step;
}

/** After a reload. */
async function continueFrom(playground: PlaygroundPage, saved: number): Promise<void> {
  const { page } = playground;
  await page.reload();
  await playground.ready();
  await expect(playground.alert).toHaveCount(0);
  await page.getByRole('button', { name: /continue/i }).click();
  await page.waitForFunction(() => window.playground.state().step > 0);
  expect((await playground.state()).step).toBe(saved);
}

test('without handles and without storageManager a run is saved in the database, and offered to the other after a reload; where nothing can be kept one sentence says so, once', async ({
  playground,
}) => {
  await hide(playground, ['handles']);
  await playground.open('batch=1&backend=cpu');
  const saved = await trainAndPause(playground);

  await hide(playground, ['storageManager']);
  await continueFrom(playground, saved);
  const next = await trainAndPause(playground);
  expect(next).toBeGreaterThan(saved);

  await hide(playground, ['handles']);
  await continueFrom(playground, next);

  await hide(playground, ['directory', 'database']);
  await playground.page.reload();
  await playground.ready();
  await trainAndPause(playground);
  await playground.takeStep();
  await expect(playground.alert).toHaveCount(1);
  await expect(playground.alert).toContainText('no database');
});
