import { expect, test } from 'vitest';
import { recipes } from '../ml/config.ts';
import { openDataSet } from '../ml/data/dataset.ts';
import { syntheticSource } from '../ml/data/synthetic-source.fixture.ts';
import { completeEvents } from '../workers/events.ts';
import { DataFeed } from './data-feed.ts';

const { experiment } = recipes.article;

/** Five shards, of which the fourth is missing. */
async function feedOf(savesData: boolean) {
  const asked: string[] = [];
  const { source } = await syntheticSource({
    labels: [0, 1, 2, 3, 4],
    imagesPerShard: 1,
    onRead: async (file) => {
      asked.push(file);
      if (file === 'train-3.webp') throw new Error('not there');
    },
  });
  const dataSet = await openDataSet(source);
  const seen: string[] = [];
  const events = completeEvents({
    data: ({ shardsReady, shardsFailed }) => seen.push(`${shardsReady} ready, ${shardsFailed} failed`),
    notice: ({ code }) => seen.push(code),
  });
  const feed = new DataFeed(dataSet, events, () => savesData);
  feed.begin(experiment);
  await dataSet.settleShard('train', 0);
  feed.loadRest();
  return { feed, dataSet, asked, seen };
}

test('requests the other shards after the next step', async () => {
  const { feed, dataSet, asked } = await feedOf(false);
  feed.stepSettled();
  await dataSet.settleShard('train', 4);
  expect(asked).toContain('train-1.webp');
});

test('in data-saving mode, requests each shard when a step needs it, and reports which arrived or failed', async () => {
  const { feed, dataSet, asked, seen } = await feedOf(true);
  feed.stepSettled();
  feed.stepSettled();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(asked).toEqual(['train-0.webp']);
  await dataSet.settleShards('train', [1, 3]);
  feed.stepSettled();
  feed.stepSettled();
  expect(asked).toEqual(['train-0.webp', 'train-1.webp', 'train-3.webp', 'train-3.webp']);
  expect(seen.slice(-3)).toEqual(['1 ready, 0 failed', '2 ready, 1 failed', 'data-shard-missing']);
});
