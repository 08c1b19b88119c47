import { expect, it } from 'vitest';
import { recipes } from '../../src/ml/config.ts';
import { epochsToReach, withEpochs } from './more-epochs.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (value: Uint8Array | undefined) => new TextDecoder().decode(value);

it('changes the epochs of a checkpoint and nothing else', () => {
  const state = { format: 2, step: 7, experiment: { seed: 3, epochs: 10 } };
  const folder = new Map([
    ['training_state.json', bytes(JSON.stringify(state))],
    ['model_index.json', bytes('{}')],
  ]);
  const longer = withEpochs(folder, 25);
  expect(JSON.parse(text(longer.get('training_state.json')))).toEqual({
    ...state,
    experiment: { seed: 3, epochs: 25 },
  });
  expect(longer.get('model_index.json')).toBe(folder.get('model_index.json'));
});

it.each(['', '{', '{}', '[]'])('leaves the error to the engine if it cannot read the state: %s', (state) => {
  const folder = new Map([['training_state.json', bytes(state)]]);
  expect(withEpochs(folder, 25)).toBe(folder);
});

it('says how many epochs a step needs if there are too few', () => {
  const status = { experiment: { ...recipes.article.experiment, epochs: 2 }, stepsPerEpoch: 6 };
  expect(epochsToReach(12, status)).toBeNull();
  expect(epochsToReach(13, status)).toBe(3);
  expect(epochsToReach(null, status)).toBeNull();
});
