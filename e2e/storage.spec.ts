/**
 * Browsers that store less than they promise: private windows, insecure contexts, a refused
 * database.
 */
import { expect, type PlaygroundPage, test } from './playground.ts';
import { prependToWorker } from './worker-script.ts';

/** Code that runs in front of the engine's worker and takes one kind of storage away. */
const without = {
  directory: `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('Security error', 'SecurityError'));`,
  handles: `FileSystemFileHandle.prototype.createSyncAccessHandle = () => Promise.reject(new DOMException('no handle', 'UnknownError'));`,
  storageManager: `Object.defineProperty(WorkerNavigator.prototype, 'storage', { value: undefined });`,
  database: `indexedDB.open = () => { throw new DOMException('no database', 'SecurityError'); };`,
} as const;

type Missing = keyof typeof without;

/** Takes effect from the next load on. */
async function hide({ page }: PlaygroundPage, missing: readonly Missing[]): Promise<void> {
  await page.unrouteAll({ behavior: 'wait' });
  await prependToWorker(page, missing.map((name) => without[name]).join('\n'));
}

/** Trains two steps and pauses; returns the step that has been saved. */
async function trainAndPause(playground: PlaygroundPage): Promise<number> {
  const { step } = await playground.state();
  await (step === 0 ? playground.train : playground.resume).click();
  await playground.waitForStep(step + 2);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible(); // shown once the run has been saved
  return (await playground.state()).step;
}

/** Reloads and continues the saved run. */
async function continueFrom(playground: PlaygroundPage, saved: number): Promise<void> {
  const { page } = playground;
  await page.reload();
  await playground.ready();
  await expect(playground.alert).toHaveCount(0);
  await page.getByRole('button', { name: /continue/i }).click();
  await page.waitForFunction(() => window.playground.state().step > 0);
  expect((await playground.state()).step).toBe(saved);
}

test('without file handles or without a storage manager a run is saved in the database, and each finds the other’s after a reload; if nothing can be kept, one sentence says so, once', async ({
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
