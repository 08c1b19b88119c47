import { expect, it } from 'vitest';
import { recipes } from '../ml/config.ts';
import { Disk } from './private-folders.fixture.ts';
import { privateFolders } from './private-folders.ts';
import type { AutosaveInfo } from './protocol.ts';
import { keptRuns, snapshotRuns } from './snapshot-runs.ts';

const infoOf = (step: number, runId = 'a'): AutosaveInfo => ({
  origin: 'seed',
  runId,
  experiment: recipes.article.experiment,
  step,
  epoch: 0,
  savedAt: step,
});
const zipOf = (step: number, bytes = 1000) => new Uint8Array(bytes).fill(step);
const storageOn = (disk: Disk) => snapshotRuns(privateFolders(disk.root));

async function diskWith(saves: number): Promise<Disk> {
  const disk = new Disk();
  for (let step = 1; step <= saves; step += 1) await storageOn(disk).save(infoOf(step), zipOf(step), null);
  return disk;
}

it('a kill at any moment of a save leaves the old snapshot or the new one, and the offer describes the one that loads', async () => {
  for (const saves of [0, 1, 2, 5]) {
    const whole = await diskWith(saves);
    const before = whole.operations;
    await storageOn(whole).save(infoOf(9), zipOf(9), null);
    const operations = whole.operations - before;
    expect(operations).toBeGreaterThanOrEqual(5); // truncate, body, flush, head, flush

    const found = new Set<number>();
    for (let left = 0; left <= operations; left += 1) {
      const disk = await diskWith(saves);
      disk.operationsLeft = left;
      await storageOn(disk)
        .save(infoOf(9), zipOf(9), null)
        .catch(() => {});
      disk.operationsLeft = Number.POSITIVE_INFINITY;

      const offered = await storageOn(disk).list();
      const loaded = await storageOn(disk).load('a');
      expect(offered).toEqual(loaded ? [loaded.info] : []);
      const step = loaded ? loaded.zip[0] : 0;
      expect([saves, 9]).toContain(step);
      if (loaded && step) expect(loaded).toEqual({ info: infoOf(step), zip: zipOf(step) });
      found.add(step ?? -1);

      // The next save must not lose anything either.
      await storageOn(disk).save(infoOf(10), zipOf(10), null);
      expect((await storageOn(disk).load('a'))?.info).toEqual(infoOf(10));
    }
    expect([...found]).toEqual([saves, 9]);
  }
});

it('a kill while the oldest run is removed loses no other run', async () => {
  const filled = async () => {
    const disk = new Disk();
    for (let i = 1; i <= keptRuns; i += 1) await storageOn(disk).save(infoOf(i, `run-${i}`), zipOf(i), null);
    return disk;
  };
  for (let left = 0; left <= 8; left += 1) {
    const disk = await filled();
    disk.operationsLeft = left;
    await storageOn(disk)
      .save(infoOf(9, 'new'), zipOf(9), null)
      .catch(() => {});
    disk.operationsLeft = Number.POSITIVE_INFINITY;
    const kept = await storageOn(disk).list();
    for (let i = 2; i <= keptRuns; i += 1) expect(kept).toContainEqual(infoOf(i, `run-${i}`));
  }
});

it('neither a save nor an offer reads whole snapshots', async () => {
  const disk = new Disk();
  const large = 100_000;
  for (let step = 1; step <= 4; step += 1) await storageOn(disk).save(infoOf(step), zipOf(step, large), null);
  await storageOn(disk).list();
  expect(disk.bytesRead).toBeLessThan(5_000);
  await storageOn(disk).load('a');
  expect(disk.bytesRead).toBeGreaterThan(large);
  expect(disk.bytesRead).toBeLessThan(large + 10_000);
});
