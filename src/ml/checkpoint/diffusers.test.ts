/**
 * Folders written by the real diffusers can be read, and our own folders equal what diffusers would
 * write.
 */
import { describe, expect, it } from 'vitest';
import { diffusersFolders, readDiffusersFolder, readDiffusersWeights } from '../../../tools/golden/diffusers.ts';
import { recipes } from '../config.ts';
import { cifar10 } from '../data/cifar10.testing.ts';
import { describeNetwork } from '../network-description.lazy.ts';
import type { Checkpoint } from './checkpoint.ts';
import { readFolder, writeFolder } from './folder.ts';
import { findNetwork } from './layout.ts';
import type { NamedTensors } from './safetensors.ts';
import { readUNet2D } from './unet2d.ts';

const expected = readDiffusersWeights();
const current = readFolder('current', readDiffusersFolder('current'));
const parsed = (bytes: Uint8Array | undefined): unknown => JSON.parse(new TextDecoder().decode(bytes));

/** Enough of each tensor to tell it from any other. */
const summary = (tensors: NamedTensors) =>
  Object.fromEntries(
    [...tensors].map(([name, { shape, values }]) => [
      name,
      { shape, sum: values.reduce((sum, value) => sum + value, 0), last: values.at(-1) },
    ]),
  );

it.each(diffusersFolders)('%s has the same numbers, names and configuration', (name) => {
  const { network, weights, training } = readFolder(name, readDiffusersFolder(name));
  expect(network).toEqual(current.network);
  expect(training).toBeNull();
  expect([...weights.keys()]).toEqual(Object.keys(expected));
  const found = summary(weights);
  for (const [tensor, { shape, sum, last }] of Object.entries(expected)) {
    expect(found[tensor]).toMatchObject({ shape, last });
    expect(found[tensor]?.sum).toBeCloseTo(sum, 9);
  }
});

it('knows what the network is', () => {
  expect(current.network).toMatchObject({
    kind: 'unet2d',
    config: { sample_size: 32, block_out_channels: [8, 8], time_embedding_dim: 16 },
    scheduler: { _class_name: 'DDPMScheduler', beta_schedule: 'squaredcos_cap_v2', prediction_type: 'v_prediction' },
  });
});

describe('writes what diffusers writes', () => {
  const written = writeFolder(current);
  const theirs = readDiffusersFolder('current');

  it('the same files', () => {
    expect([...written.keys()].sort()).toEqual([...theirs.keys()].sort());
  });

  it.each(['model_index.json', 'unet/config.json', 'scheduler/scheduler_config.json'])('%s', (file) => {
    const [ours, original] = [parsed(written.get(file)), parsed(theirs.get(file))];
    expect(ours).toEqual(original);
    // The fields are in the same order, too.
    expect(Object.keys(Object(ours))).toEqual(Object.keys(Object(original)));
  });

  it('for our own recipes, too: every field that diffusers saves', () => {
    for (const recipe of ['tiny', 'classes', 'ddpm-cifar10'] as const) {
      const network = describeNetwork(recipes[recipe].experiment, cifar10);
      const folder = writeFolder({ network, weights: new Map(), training: null });
      for (const file of ['unet/config.json', 'scheduler/scheduler_config.json']) {
        expect(Object.keys(Object(parsed(folder.get(file)))), `${recipe} ${file}`).toEqual(
          Object.keys(Object(parsed(theirs.get(file)))),
        );
      }
    }
  });

  it('the same weights', () => {
    expect(summary(readFolder('ours', written).weights)).toEqual(summary(current.weights));
  });

  it('names the class of another scheduler', () => {
    const flow = describeNetwork(recipes.flow.experiment, cifar10);
    const folder = writeFolder({ network: flow, weights: new Map(), training: null });
    expect(parsed(folder.get('model_index.json'))).toMatchObject({
      scheduler: ['diffusers', 'FlowMatchEulerDiscreteScheduler'],
    });
  });
});

it('reads back a scheduler that cuts off no timestep (lambda_min_clipped -Infinity, as diffusers saves it)', () => {
  const network = describeNetwork(recipes.tiny.experiment, cifar10);
  if (network.kind !== 'unet2d') throw new Error('tiny is a U-Net');
  const scheduler = { _class_name: 'DPMSolverMultistepScheduler', lambda_min_clipped: Number.NEGATIVE_INFINITY };
  const folder = writeFolder({ network: { ...network, scheduler }, weights: new Map(), training: null });
  const read = readUNet2D(folder, findNetwork('ours', folder));
  expect(read.scheduler).toEqual({ _class_name: 'DPMSolverMultistepScheduler' });
});

describe('a U-Net in training', () => {
  const squares: NamedTensors = new Map(
    [...current.weights].map(([name, { shape, values }]) => [name, { shape, values: values.map((v) => v * v) }]),
  );
  const raw: NamedTensors = new Map(
    [...current.weights].map(([name, { shape, values }]) => [name, { shape, values: values.map((v) => v + 1) }]),
  );
  const checkpoint: Checkpoint = {
    ...current,
    training: {
      progress: {
        experiment: { ...recipes.tiny.experiment, predictionType: 'v_prediction', betaSchedule: 'squaredcos_cap_v2' },
        dataSet: null,
        learningRate: 1e-3,
        step: 300,
        totalSteps: 7820,
        cursor: { epoch: 0, position: 19_200 },
        loss: 0.25,
        epochLosses: [],
        lossHistory: { steps: [300], losses: [0.25] },
        validationHistory: { steps: [250], raw: [0.3], ema: [0.4] },
      },
      tensors: { raw, expAvg: raw, expAvgSq: squares, momentum: new Map() },
    },
  };
  const folder = writeFolder(checkpoint);

  it('is read back unchanged, and written again as the same bytes', () => {
    const { training, ...rest } = readFolder('run', folder);
    const progress = training && { ...training.progress, totalSteps: 7820 }; // known from the data, not from the file
    const again = { ...rest, training: training && progress && { ...training, progress } };
    expect(again.training?.progress).toEqual(checkpoint.training?.progress);
    expect(again.network).toEqual(checkpoint.network);
    expect(summary(again.weights)).toEqual(summary(current.weights));
    expect(again.training && summary(again.training.tensors.raw)).toEqual(summary(raw));
    expect(again.training && summary(again.training.tensors.expAvgSq)).toEqual(summary(squares));
    const rewritten = writeFolder(again);
    for (const [path, bytes] of folder) expect(Buffer.compare(bytes, rewritten.get(path) ?? Buffer.of()), path).toBe(0);
  });

  it('contains what PyTorch needs to resume', () => {
    expect(parsed(folder.get('training_state.json'))).toMatchObject({
      format: 2,
      step: 300,
      total_steps: 7820,
      optimizer: { name: 'AdamW', step: 300, betas: [0.95, 0.999], eps: 1e-8, weight_decay: 1e-6, max_grad_norm: 1 },
      lr_schedule: { name: 'cosine', warmup_steps: 100, total_steps: 7820 },
      ema: { step: 300, inv_gamma: 1, power: 0.75, max_decay: 0.9999 },
      timesteps: 'uniform',
      label_dropout: 0,
      labels: { no_class: 10 },
    });
    expect(new TextDecoder().decode(folder.get('train.py'))).toContain('diffusers');
  });
});
