import { describe, expect, test } from 'vitest';
import { type DataSetDescription, experimentOn, recipes, shippedSets } from '../config.ts';
import { smallUNetDescription } from '../models/unet2d/small-unet.testing.ts';
import { networkShapes } from '../network-description.lazy.ts';
import { cardFile } from './card.ts';
import type { Checkpoint } from './checkpoint.ts';
import { readFolder, writeFolder } from './folder.ts';
import type { Folder } from './folder-files.ts';
import { fromFloat16, toFloat16 } from './half-floats.ts';
import type { NamedTensors } from './safetensors.ts';
import { cardOf, writeSharedFolder } from './shared-folder.ts';
import { basedOnIn, trainedOn } from './trained-on.ts';

const hash = 'a'.repeat(64);
const digits: DataSetDescription = { ...shippedSets.digits, name: 'MNIST digits', hash };
const network = smallUNetDescription({ sample_size: 28, in_channels: 1, out_channels: 1, num_class_embeds: 11 });
const numbers = (scale: number): NamedTensors =>
  new Map(
    [...networkShapes(network)].map(([name, shape]) => {
      const length = shape.reduce((product, side) => product * side, 1);
      return [name, { shape, values: Float32Array.from({ length }, (_, i) => scale * (1 + Math.sin(i))) }];
    }),
  );

function trained(dataSet: DataSetDescription, changes: Partial<Checkpoint> = {}): Checkpoint {
  return {
    network,
    weights: numbers(0.3),
    training: {
      progress: {
        experiment: { ...experimentOn(recipes.quick, dataSet), optimizer: 'adamw' },
        dataSet,
        learningRate: 2e-3,
        step: 450,
        totalSteps: 1000,
        cursor: { epoch: 0, position: 28_800 },
        loss: 0.2,
        epochLosses: [],
        lossHistory: { steps: [], losses: [] },
        validationHistory: { steps: [], raw: [], ema: [] },
      },
      tensors: { raw: numbers(0.4), expAvg: numbers(0.1), expAvgSq: numbers(0.2), momentum: new Map() },
    },
    ...changes,
  };
}

const checkpoint = trained(digits);
const folder = writeSharedFolder(checkpoint, cardOf(checkpoint, 'digits'));
const textOf = (files: Folder, file: string) => new TextDecoder().decode(files.get(file));
const withCard = (card: object | string): Folder =>
  new Map([...folder, [cardFile, new TextEncoder().encode(typeof card === 'string' ? card : JSON.stringify(card))]]);

test('has the weights for sampling as the nearest halves, and nothing of the training', () => {
  expect([...folder.keys()]).toEqual([
    'model_index.json',
    'unet/config.json',
    'scheduler/scheduler_config.json',
    'unet/diffusion_pytorch_model.safetensors',
    'card.json',
    'README.md',
  ]);
  const read = readFolder('digits', folder);
  expect(read.training).toBeNull();
  for (const [name, { values }] of checkpoint.weights) {
    expect(read.weights.get(name)?.values).toEqual(fromFloat16(toFloat16(values)));
  }
});

test('names the set it was trained on, and so its classes', () => {
  const read = readFolder('digits', folder);
  expect(read.card).toMatchObject({ name: 'digits', recipe: 'quick', training: { steps: 450, images: 28_800 } });
  expect(trainedOn(read)).toMatchObject({ id: 'digits', classNames: digits.classNames });
  expect(read.network).toMatchObject({ noClass: 10 });
  expect(read.notices).toBeUndefined();
});

test('has a README for a model host', () => {
  const card = {
    ...cardOf(checkpoint, 'digits'),
    licence: 'CC-BY-SA-3.0',
    judge: {
      samples: 1000,
      guidance: 2,
      steps: 25,
      seed: 1,
      classAccuracy: 0.952,
      frechet: 3.2222,
      frechetOfTrainingPictures: 2.34567,
      nearTraining: 4,
      classifierAccuracy: 0.994,
      command: 'npm run judge',
      date: '2026-11-28',
    },
    freshEyes: { named: 38, of: 40 },
    sheet: { seed: 0, steps: 25, guidance: 2, ofARow: 8, byClass: true },
  };
  const text = textOf(writeSharedFolder(checkpoint, card), 'README.md');
  expect(text).toMatch(/^---\nlibrary_name: diffusers\nlicense: cc-by-sa-3.0\ntags:\n/);
  for (const part of [
    '(sheet.png)',
    '95.2 %',
    '99.4 %',
    '38 of 40',
    '3.22 (',
    ' 2.35)',
    '4 of the samples',
    'DDPMPipeline.from_pretrained',
    '28,800 pictures',
  ])
    expect(text).toContain(part);
  expect(text).not.toContain('training_state');
});

describe('ignores a card.json that is not ours, and opens the folder', () => {
  const good = cardOf(checkpoint, 'digits');
  test.each([
    ['no JSON', 'x'],
    ['another version', { ...good, version: 2 }],
    ['a name that leads elsewhere', { ...good, name: '../digits' }],
    ['a file that leads elsewhere', { ...good, files: [{ path: '../a', bytes: 1, sha256: hash }] }],
    [
      'files without end',
      { ...good, files: Array.from({ length: 17 }, (_, i) => ({ path: `f${i}`, bytes: 1, sha256: hash })) },
    ],
    ['a share above one', { ...good, judge: { classAccuracy: 2 } }],
    ['a text without end', { ...good, licence: 'x'.repeat(301) }],
    ['more than is parsed', { ...good, comment: 'x'.repeat(300_000) }],
  ])('%s', (_, card) => {
    const read = readFolder('digits', withCard(card));
    expect(read.card).toBeUndefined();
    expect(trainedOn(read)).toMatchObject({ id: 'cifar10' });
  });
});

test('saves a network’s own label of "no class" after further training with fewer classes', () => {
  const own: DataSetDescription = { ...digits, id: `own-${hash.slice(0, 16)}`, name: 'mine', classNames: ['a', 'b'] };
  const run = trained(own, { network: { ...network, noClass: 10 } });
  const finetuned = writeFolder(run);
  expect(JSON.parse(textOf(finetuned, 'training_state.json')).labels).toEqual({ classes: ['a', 'b'], no_class: 10 });
  const shared = writeSharedFolder(run, cardOf(run, 'mine'));
  for (const saved of [finetuned, shared]) expect(readFolder('run', saved).network).toMatchObject({ noClass: 10 });
});

test('names the models that its weights come from, also after further training, export and import', () => {
  const shipped = { ...cardOf(checkpoint, 'digits'), licence: 'CC-BY-SA-3.0' };
  const began = basedOnIn(readFolder('digits', withCard(shipped)));
  expect(began).toEqual([{ name: 'digits', data_set: 'MNIST digits', licence: 'CC-BY-SA-3.0' }]);

  const { training } = checkpoint;
  const tuned = {
    ...checkpoint,
    training: training && { ...training, progress: { ...training.progress, basedOn: began } },
  };
  const whole = writeFolder(tuned);
  expect(readFolder('whole', whole).training?.progress.basedOn).toEqual(began);
  const card = cardOf(readFolder('whole', whole), 'mine', true);
  const passedOn = writeSharedFolder(tuned, card);
  for (const saved of [whole, passedOn]) {
    expect(textOf(saved, 'README.md')).toContain(
      'The weights began with those of the model digits, trained on MNIST digits; licence CC-BY-SA-3.0',
    );
  }
  expect(card.training.program).toContain('from digits');
  // Opened and trained on once more: the model before it is still named.
  expect(basedOnIn(readFolder('mine', passedOn)).map(({ name }) => name)).toEqual(['mine', 'digits']);
});
