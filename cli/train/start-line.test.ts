import { expect, it } from 'vitest';
import { experimentOn, recipes, shippedSets } from '../../src/ml/config.ts';
import { type Started, startLine } from './start-line.ts';

const dataSet = { name: 'MNIST', side: 28, channels: 1 } as const;
const started: Started = {
  experiment: { ...experimentOn(recipes.quick, shippedSets.digits), optimizer: 'adamw' },
  dataSet,
  step: 40,
  learningRate: 0.002 / 5,
  network: { kind: 'diffusion', prediction: 'v_prediction', shape: { side: 32, channels: 3 } },
};

it('for weights alone, prints the learning rate and how the pictures are converted', () => {
  expect(startLine(started, { kind: 'model', name: 'mine' })).toBe(
    'Fine-tuning the weights of mine, which has no training state: lr 0.0004, batch 64, adamw, v_prediction (from the model), pictures of MNIST, 28 x 28 grey made 32 x 32 colour.',
  );
});

it('prints the step at which a run goes on, and the recipe of a new run', () => {
  expect(startLine(started, { kind: 'run', name: '/runs/a' })).toMatch(
    /^Going on from step 40 of \/runs\/a: lr 0\.0004, batch 64, adamw, v_prediction, /,
  );
  const own: Started = { ...started, network: { kind: 'one-pass', prediction: 'sample', shape: dataSet } };
  expect(startLine(own, { kind: 'fresh' })).toBe(
    'Training the recipe quick from fresh weights: lr 0.0004, batch 64, adamw, pictures of MNIST, 28 x 28 grey.',
  );
});
