/** A short version of `tools/soak.ts`. */
import { expect, test } from 'vitest';
import { type Block, growths, soak } from './soak.fixture.ts';

test('training, sampling, importing and changing the recipe again and again holds no more memory than the first time', async () => {
  const blocks: Block[] = [];
  await soak(
    {
      pictures: 1,
      blocks: { train: 3, generate: 3, restore: 3, evaluate: 3, import: 3, recipe: 3, everything: 0 },
      size: { train: 3, generate: 4, restore: 4, evaluate: 1, import: 2, recipe: 2, everything: 1 },
    },
    (block) => {
      blocks.push(block);
    },
  );
  // Less than one buffer per generation or restoration, and less than the weights of a network.
  expect(growths(blocks, 0.01)).toEqual([]);
});
