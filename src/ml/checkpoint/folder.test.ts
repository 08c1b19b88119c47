import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { type DataSetDescription, type Experiment, parameters, recipes, shippedSets } from '../config.ts';
import { articleNetwork } from '../data/cifar10.testing.ts';
import { articleShapes } from '../models/article.ts';
import type { Checkpoint } from './checkpoint.ts';
import { readFolder, writeFolder } from './folder.ts';
import { type NamedTensors, writeSafetensors } from './safetensors.ts';
import { joinTensors } from './training-tensors.ts';

const size = (shape: readonly number[]) => shape.reduce((product, side) => product * side, 1);

function tensors(factor: number): NamedTensors {
  return new Map(
    [...articleShapes(3)].map(([name, shape]) => [
      name,
      { shape, values: Float32Array.from({ length: size(shape) }, (_, i) => Math.sin(i) * factor) },
    ]),
  );
}

const squares: NamedTensors = new Map(
  [...tensors(3)].map(([name, { shape, values }]) => [name, { shape, values: values.map((value) => value ** 2) }]),
);

const checkpoint: Checkpoint = {
  network: articleNetwork,
  weights: tensors(1),
  training: {
    progress: {
      experiment: { ...recipes.article.experiment, classes: [0, 3], seed: 4294967295 },
      dataSet: null,
      learningRate: 0.00073,
      step: 1234,
      totalSteps: 7820,
      cursor: { epoch: 1, position: 29_000 },
      loss: 0.1 + 0.2,
      epochLosses: [0.30000000000000004],
      lossHistory: { steps: [1, 2, 1234], losses: [0.9, Math.fround(0.7), 0.1 + 0.2] },
      validationHistory: { steps: [250, 500], raw: [0.1, 0.2], ema: [0.3, null] },
    },
    tensors: { raw: tensors(1), expAvg: tensors(2), expAvgSq: squares, momentum: new Map() },
  },
};

/** A good folder with one file replaced, or removed. */
function folderWith(path: string, content: Uint8Array<ArrayBuffer> | string | null) {
  const folder = new Map(writeFolder(checkpoint));
  if (content === null) folder.delete(path);
  else folder.set(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  return folder;
}

function jsonOf(path: string): Record<string, unknown> {
  return JSON.parse(new TextDecoder().decode(writeFolder(checkpoint).get(path)));
}

/** Numbers as one text each: comparing a million of them one by one takes seconds. */
function comparable({ network, weights, training }: Checkpoint) {
  const inText = (named: NamedTensors) =>
    [...named].map(([name, { shape, values }]) => [
      name,
      shape,
      Buffer.from(values.buffer, values.byteOffset, values.byteLength).toString('base64'),
    ]);
  const moments = training && Object.entries(training.tensors).map(([kind, named]) => [kind, inText(named)]);
  return { network, weights: inText(weights), progress: training?.progress, moments };
}

it('returns the checkpoint with every number unchanged', () => {
  const { training, ...rest } = readFolder('run', writeFolder(checkpoint));
  expect(training?.progress.totalSteps).toBeNull(); // the data's to say
  const read = { ...rest, training: training && { ...training, progress: { ...training.progress, totalSteps: 7820 } } };
  expect(comparable(read)).toEqual(comparable(checkpoint));
});

it('refuses a training state that has an unknown format or lacks a setting', () => {
  const state = jsonOf('training_state.json');
  const readWith = (changed: object) => () =>
    readFolder('run', folderWith('training_state.json', JSON.stringify({ ...state, ...changed })));
  for (const format of [1, 3, undefined]) expect(readWith({ format })).toThrow(/format/);
  const { experiment } = z.looseObject({ experiment: z.looseObject({}) }).parse(state);
  for (const key of Object.keys(experiment).filter((name) => name !== 'loss')) {
    expect(readWith({ experiment: { ...experiment, [key]: undefined } }), key).toThrow(/experiment/);
  }
  for (const loss of ['l1', 'Huber', 1, null]) {
    expect(readWith({ experiment: { ...experiment, loss } }), `${loss}`).toThrow(/loss/);
  }
  for (const noiseDraws of [0, 9, 1.5, '4']) {
    expect(readWith({ experiment: { ...experiment, noiseDraws } }), `${noiseDraws}`).toThrow(/noiseDraws/);
  }
});

it('assumes the squared error if a training state names no loss, as 0.2.0 wrote it', () => {
  const { experiment, ...state } = z
    .looseObject({ experiment: z.looseObject({}) })
    .parse(jsonOf('training_state.json'));
  const { loss, ...earlier } = experiment;
  expect(loss).toBe('mse');
  const written = JSON.stringify({ ...state, experiment: earlier });
  expect(readFolder('run', folderWith('training_state.json', written)).training?.progress.experiment.loss).toBe('mse');
});

it('reads a run that a cluster has continued: the 2,046 epochs of DDPM, 4,096 images per step', () => {
  const state = jsonOf('training_state.json');
  const experiment = { ...recipes.article.experiment, epochs: 2046, batchSize: 4096 };
  const long = { ...state, experiment, cursor: { epoch: 2046, position: 0 }, epoch_losses: Array(2046).fill(0.5) };
  const { training } = readFolder('run', folderWith('training_state.json', JSON.stringify(long)));
  expect(training?.progress).toMatchObject({ experiment, epochLosses: { length: 2046 } });
});

describe('the data set', () => {
  const own: DataSetDescription = {
    id: 'own-0123456789abcdef',
    name: 'Our cats',
    side: 28,
    channels: 1,
    classNames: ['Mia', 'Leo'],
    mirrors: true,
    licence: 'ours',
    source: 'a folder of pictures',
    counts: { train: 90, test: 10 },
    hash: `0123456789abcdef${'0'.repeat(48)}`,
  };
  const { training } = checkpoint;
  const withSet = (dataSet: DataSetDescription, experiment: Partial<Experiment> = {}): Checkpoint => {
    if (training === null) throw new Error('it has a training state');
    const { progress } = training;
    const changed = { ...progress, dataSet, experiment: { ...progress.experiment, data: dataSet.id, ...experiment } };
    return { ...checkpoint, training: { ...training, progress: changed } };
  };
  const stateOf = (saved: Checkpoint): unknown =>
    JSON.parse(new TextDecoder().decode(writeFolder(saved).get('training_state.json')));

  it('is read back as it was written', () => {
    const saved = withSet(own, { classes: [0, 1] });
    expect(readFolder('run', writeFolder(saved)).training?.progress.dataSet).toEqual(own);
    const many = { ...own, classNames: Array.from({ length: 1000 }, (_, i) => `${i}${'é'.repeat(90)}`) };
    expect(readFolder('run', writeFolder(withSet(many))).training?.progress.dataSet).toEqual(many);
  });

  it('is named in the model card, whatever its visitor called it', () => {
    const cardOf = (saved: Checkpoint) => new TextDecoder().decode(writeFolder(saved).get('README.md'));
    const card = cardOf(withSet({ ...own, name: '# [x](http://evil)\n![y](z)' }, { classes: [1] }));
    expect(card).toContain('\n# \\# \\[x\\]\\(http\\://evil\\) \\!\\[y\\]\\(z\\), recipe article, step 1,234\n');
    expect(card).toContain('28 x 28 pixels, grey; 90 pictures to train on, 10 held out');
    expect(card).toContain('- 2 classes: Mia, Leo\n');
    expect(card).toContain('- Trained on these classes only: Leo\n');
    expect(card).toContain('- Licence of the pictures: ours\n');
    expect(cardOf(checkpoint)).toContain('# cifar10, recipe article');
    expect(card).not.toContain('noise');
    expect(cardOf(withSet(own, { classes: [0], noiseDraws: 4 }))).toContain(
      '- Each picture got the nearest of 4 draws',
    );
  });

  it('is written with the conversion of its pictures, if the network takes another shape', () => {
    const grey = withSet(own, { classes: [0, 1] });
    const text = new TextDecoder().decode(writeFolder(grey).get('README.md'));
    expect(text).toContain(
      '- The network takes 32 x 32 pixels, RGB: every picture was resized and converted to that\n',
    );
    expect(stateOf(grey)).toMatchObject({ data_set: { side: 28 }, network_input: { side: 32, channels: 3 } });
    const fitting = withSet({ ...own, side: 32, channels: 3 }, { classes: [0, 1] });
    expect(new TextDecoder().decode(writeFolder(fitting).get('README.md'))).not.toContain('The network takes');
    expect(stateOf(fitting)).not.toHaveProperty('network_input');
  });

  const good = stateOf(withSet(own, { classes: [0, 1] }));
  const nonsense: [string, object][] = [
    ['another set than the experiment’s', { id: 'emoji' }],
    ['an id that does not match its hash', { hash: 'f'.repeat(64) }],
    ['an id that leads elsewhere', { id: '../cifar' }],
    ['a name too long', { name: 'x'.repeat(101) }],
    ['no name', { name: '' }],
    ['an odd side', { side: 27 }],
    ['a side too large', { side: 4096 }],
    ['two channels', { channels: 2 }],
    ['too many classes', { class_names: Array.from({ length: 1001 }, (_, i) => String(i)) }],
    ['a class name too long', { class_names: ['Mia', 'x'.repeat(101)] }],
    ['a class name twice', { class_names: ['Mia', 'Mia'] }],
    ['fewer classes than the experiment’s', { class_names: ['Mia'] }],
    ['a class name that is a number', { class_names: ['Mia', 2] }],
    ['counts below nothing', { counts: { train: -1, test: 0 } }],
    ['counts beyond anything', { counts: { train: 1e12, test: 0 } }],
    ['a licence too long', { licence: 'x'.repeat(201) }],
    ['mirrors that is not a boolean', { mirrors: 'yes' }],
  ];
  it.each(nonsense)('with %s is refused', (_, fields) => {
    const { data_set, ...state } = z.looseObject({ data_set: z.looseObject({}) }).parse(good);
    const folder = folderWith(
      'training_state.json',
      JSON.stringify({ ...state, data_set: { ...data_set, ...fields } }),
    );
    expect(() => readFolder('run', folder)).toThrow(expect.objectContaining({ code: 'checkpoint-invalid' }));
  });

  it('must agree with the set that ships under its name', () => {
    const digits = { ...own, ...shippedSets.digits, name: 'MNIST', hash: 'a'.repeat(64) };
    expect(() => readFolder('run', writeFolder(withSet(digits)))).not.toThrow();
    const other = withSet({ ...digits, side: 32 });
    expect(() => readFolder('run', writeFolder(other))).toThrow(/unlike-shipped-set/);
  });
});

it('reads a folder that holds only a network', () => {
  expect(readFolder('run', writeFolder({ ...checkpoint, training: null })).training).toBeNull();
});

const weights = 'unet/diffusion_pytorch_model.safetensors';
const without = (name: string) => new Map([...tensors(1)].filter(([tensor]) => tensor !== name));

describe('refuses an invalid folder', () => {
  const state = jsonOf('training_state.json');
  const cases: [string, ReturnType<typeof folderWith>, string][] = [
    ['nothing', new Map(), 'checkpoint-not-one'],
    ['no config', folderWith('unet/config.json', null), 'checkpoint-file-missing'],
    ['no weights', folderWith(weights, null), 'checkpoint-file-missing'],
    ['a config that is not JSON', folderWith('unet/config.json', '{'), 'checkpoint-invalid'],
    [
      'a config with other sizes',
      folderWith('unet/config.json', JSON.stringify({ ...jsonOf('unet/config.json'), stride: 1 })),
      'checkpoint-invalid',
    ],
    ['another class', folderWith('unet/config.json', '{"_class_name": "UNet3DModel"}'), 'model-config'],
    [
      'a U-Net without the noise that it was trained on',
      folderWith('unet/config.json', '{"_class_name": "UNet2DModel"}'),
      'checkpoint-file-missing',
    ],
    ['weights of another length', folderWith(weights, new Uint8Array(100)), 'checkpoint-invalid'],
    ['a missing tensor', folderWith(weights, writeSafetensors(without('decoder.2.bias'))), 'checkpoint-tensor'],
    [
      'a tensor too many',
      folderWith(
        weights,
        writeSafetensors(new Map([...tensors(1), ['x', { shape: [1], values: Float32Array.of(1) }]])),
      ),
      'checkpoint-tensor',
    ],
    [
      'another shape',
      folderWith(
        weights,
        writeSafetensors(new Map([...tensors(1), ['decoder.2.bias', { shape: [1, 3], values: new Float32Array(3) }]])),
      ),
      'checkpoint-tensor',
    ],
    ['a state without its tensors', folderWith('training_state.safetensors', null), 'checkpoint-file-missing'],
    ['tensors without their state', folderWith('training_state.json', null), 'checkpoint-file-missing'],
    [
      'a state of another recipe',
      folderWith('training_state.json', '{"experiment": {"recipe": "alchemy"}}'),
      'checkpoint-recipe-unknown',
    ],
    [
      'a state with nonsense',
      folderWith('training_state.json', JSON.stringify({ ...state, step: -1 })),
      'checkpoint-invalid',
    ],
    [
      'an experiment with nonsense',
      folderWith(
        'training_state.json',
        JSON.stringify({ ...state, experiment: { ...recipes.article.experiment, batchSize: 1e9 } }),
      ),
      'checkpoint-invalid',
    ],
    ...[
      { cursor: { epoch: 10, position: 1 } },
      { cursor: { epoch: 9e15, position: 0 } },
      { epoch_losses: Array(parameters.epochs.max + 1).fill(1) },
      { loss_history: { steps: [1, 2], losses: [1] } },
      { loss_history: { steps: [2, 1], losses: [1, 1] } },
      { loss_history: { steps: [1235], losses: [1] } },
      { validation_history: { steps: [1235], raw: [1], ema: [1] } },
      { validation_history: { steps: [1], raw: [1], ema: [] } },
      { experiment: { ...recipes.tiny.experiment } },
      { loss_history: { steps: Array.from({ length: 2001 }, (_, i) => i + 1), losses: Array(2001).fill(1) } },
    ].map((nonsense): (typeof cases)[number] => [
      `a state with ${JSON.stringify(nonsense).slice(0, 60)}`,
      folderWith('training_state.json', JSON.stringify({ ...state, ...nonsense })),
      'checkpoint-invalid',
    ]),
    [
      'a negative mean of squares',
      folderWith(
        'training_state.safetensors',
        writeSafetensors(
          joinTensors({ raw: tensors(1), expAvg: tensors(2), expAvgSq: tensors(3), momentum: new Map() }),
        ),
      ),
      'checkpoint-tensor',
    ],
    [
      'a state of the future',
      folderWith('training_state.json', JSON.stringify({ ...state, format: 3 })),
      'checkpoint-invalid',
    ],
  ];
  it.each(cases)('%s', (_, folder, code) => {
    expect(() => readFolder('run', folder)).toThrow(expect.objectContaining({ code }));
  });

  it('with any bytes in its JSON files', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('training_state.json', 'unet/config.json', 'model_index.json'),
        fc.json(),
        (path, content) => {
          try {
            readFolder('run', folderWith(path, content));
          } catch (error) {
            expect(error).toMatchObject({ name: 'PlaygroundError', kind: 'input' });
          }
        },
      ),
    );
  });
});
