/** Browsers that keep less than they promise: private windows, no secure context, a database that is refused. */
import { expect, type PlaygroundPage, test } from './playground.ts';
import { prependToWorker } from './worker-script.ts';

/** Put in front of the engine's worker. */
const without = {
  directory: `StorageManager.prototype.getDirectory = () => Promise.reject(new DOMException('Security error', 'SecurityError'));`,
  handles: `FileSystemFileHandle.prototype.createSyncAccessHandle = () => Promise.reject(new DOMException('no handle', 'UnknownError'));`,
  storageManager: `Object.defineProperty(WorkerNavigator.prototype, 'storage', { value: undefined });`,
  database: `indexedDB.open = () => { throw new DOMException('no database', 'SecurityError'); };`,
} as const;

async function openWithout(playground: PlaygroundPage, missing: readonly (keyof typeof without)[]): Promise<void> {
  await prependToWorker(playground.page, missing.map((name) => without[name]).join('\n'));
  await playground.open('batch=1');
}

async function trainAndPause(playground: PlaygroundPage): Promise<number> {
  await playground.train.click();
  await playground.waitForStep(2);
  await playground.pause.click();
  await expect(playground.resume).toBeVisible(); // says so once the run has been saved
  return (await playground.state()).step;
}

for (const missing of [['handles'], ['storageManager']] as const) {
  test(`without ${missing} a run is saved in the database, and offered after a reload`, async ({
    playground,
    page,
  }) => {
    await openWithout(playground, missing);
    const saved = await trainAndPause(playground);
    await page.reload();
    await playground.ready();
    await expect(playground.alert).toHaveCount(0);
    await page.getByRole('button', { name: /continue/i }).click();
    await page.waitForFunction(() => window.playground.state().step > 0);
    expect((await playground.state()).step).toBe(saved);
  });
}

test('where nothing can be kept one sentence says so, once', async ({ playground }) => {
  await openWithout(playground, ['directory', 'database']);
  await trainAndPause(playground);
  await playground.takeStep();
  await expect(playground.alert).toHaveCount(1);
  await expect(playground.alert).toContainText('no database');
});
