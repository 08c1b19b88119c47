import { expect, it } from 'vitest';
import { recipes } from '../../src/ml/config.ts';
import { alreadyBeyond, epochsToReach, withEpochs } from './more-epochs.ts';

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

it.each([
  [29, null, '--steps 29 is behind the run of --resume, which has taken 30 steps: they count from its beginning.'],
  [30, null, null],
  [null, 2, '--epochs 2 is behind the run of --resume, which is in epoch 3.'],
  [null, 3, null],
  [null, null, null],
])('names an end that the run is beyond: step %s, epoch %s', (lastStep, epochs, sentence) => {
  expect(alreadyBeyond({ lastStep, epochs }, { step: 30, cursor: { epoch: 2, position: 64 } })).toBe(sentence);
});

it('lets a run end where it is, after its last epoch', () => {
  const done = { step: 30, cursor: { epoch: 3, position: 0 } };
  expect(alreadyBeyond({ lastStep: null, epochs: 3 }, done)).toBeNull();
  expect(alreadyBeyond({ lastStep: null, epochs: 2 }, done)).toMatch(/^--epochs 2 is behind/);
});
