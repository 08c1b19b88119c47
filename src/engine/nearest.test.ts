import { expect, it, vi } from 'vitest';
import { recipes, shippedSets } from '../ml/config.ts';
import { withChannels } from '../ml/data/conversion.ts';
import { openDataSet } from '../ml/data/dataset.ts';
import { syntheticSource } from '../ml/data/synthetic-source.fixture.ts';
import type { Pictures } from '../workers/protocol.ts';
import { mirrored, nearestPictures } from './nearest.ts';

const side = 8;
const grey = { ...shippedSets.digits, id: 'striped', side, classNames: ['dark', 'light'] } as const;
const experiment = { ...recipes.quick.experiment, classes: [0, 1], horizontalFlip: false };
const { signal } = new AbortController();

/** A ramp from left to right that is brighter the higher its number. */
const ramp = (index: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length: side * side }, (_, pixel) => (pixel % side) * 8 + index * 16);

const shown = (pictures: readonly Uint8Array<ArrayBuffer>[]): Pictures => {
  const rgb = Uint8Array.from(pictures.flatMap((one) => [...withChannels(one, 1, 3)]));
  return { count: pictures.length, width: side, height: side, rgb };
};

/** Eight pictures in two shards; only those of the first `there` have arrived. */
async function striped(there: number) {
  const labels = [0, 0, 0, 0, 1, 1, 1, 1];
  const { source } = await syntheticSource({ facts: grey, labels, imagesPerShard: 4, image: ramp });
  const dataSet = await openDataSet(source);
  for (let shard = 0; shard < there; shard++) await dataSet.settleShard('train', shard);
  return dataSet;
}

it('finds each picture among those that have arrived, and compares them as the page shows them', async () => {
  const asked = shown([ramp(6), ramp(1)]);
  const all = await nearestPictures({ dataSet: await striped(2), experiment }, asked, signal);
  expect(all).toMatchObject({ compared: 8, pictures: asked });
  expect([...all.indices]).toEqual([6, 1]);
  expect([...all.labels]).toEqual([1, 0]);
  expect([...all.distances]).toEqual([0, 0]);
  const first = await nearestPictures({ dataSet: await striped(1), experiment }, asked, signal);
  expect([...first.indices]).toEqual([3, 1]);
  expect(first.compared).toBe(4);
  expect(first.distances[0]).toBeCloseTo(((3 * 16) / 255) ** 2, 6);
});

it('compares only with the run’s classes, and also with mirrored pictures if training mirrors', async () => {
  const dataSet = await striped(2);
  const turned = shown([ramp(6)]);
  const asked = { ...turned, rgb: mirrored(turned.rgb, side) };
  const flipping = { ...experiment, horizontalFlip: true };
  const found = await nearestPictures({ dataSet, experiment: flipping }, asked, signal);
  expect([...found.indices]).toEqual([6]);
  expect(found.distances[0]).toBe(0);
  expect(found.pictures).toEqual(asked);
  expect((await nearestPictures({ dataSet, experiment }, asked, signal)).distances[0]).toBeGreaterThan(0);
  const dark = await nearestPictures({ dataSet, experiment: { ...flipping, classes: [0] } }, asked, signal);
  expect([...dark.indices]).toEqual([3]);
  expect(dark.compared).toBe(4);
});

it('refuses what it cannot compare', async () => {
  const dataSet = await striped(1);
  const large = { count: 1, width: 10, height: 10, rgb: new Uint8Array(300) };
  await expect(nearestPictures({ dataSet, experiment }, large, signal)).rejects.toMatchObject({
    code: 'value-invalid',
  });
  const light = { ...experiment, classes: [1] };
  await expect(nearestPictures({ dataSet, experiment: light }, shown([ramp(1)]), signal)).rejects.toMatchObject({
    code: 'data-no-images',
  });
  const late = { dataSet: await striped(0), experiment };
  await expect(nearestPictures(late, shown([ramp(1)]), signal)).rejects.toMatchObject({ code: 'data-no-images' });
});

it('stops between two pieces when it is cancelled', async () => {
  const dataSet = await striped(2);
  const stop = new AbortController();
  let looks = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => {
    looks += 1;
    if (looks === 4) stop.abort(); // among its pieces
    return 10 * looks; // each picture is a piece
  });
  try {
    const search = nearestPictures({ dataSet, experiment }, shown([ramp(6)]), stop.signal);
    await expect(search).rejects.toMatchObject({ code: 'cancelled' });
    expect(looks).toBe(4);
  } finally {
    vi.restoreAllMocks();
  }
});
