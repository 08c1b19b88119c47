/** The training state of a run with Muon: what it contains, and for what it is refused. */
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { sentenceOf } from '../../tools/vitest/english.ts';
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import { readFolder, writeFolder } from '../ml/checkpoint/folder.ts';
import type { Folder } from '../ml/checkpoint/folder-files.ts';
import { type NamedTensors, readSafetensors, writeSafetensors } from '../ml/checkpoint/safetensors.ts';
import { type Experiment, recipes } from '../ml/config.ts';
import { miniature } from './miniature.fixture.ts';

const file = 'training_state.safetensors';
const matrix = 'mid_block.resnets.0.conv1.weight';
const first = 'conv_in.weight';

const saved = (changes: Partial<Experiment>): Checkpoint => miniature({ ...recipes.flow.experiment, ...changes });
const folder = writeFolder(saved({ optimizer: 'muon' }));
const tensorsOf = (files: Folder): NamedTensors => readSafetensors(file, files.get(file) ?? new Uint8Array());
const stateOf = (files: Folder) =>
  z
    .looseObject({ experiment: z.looseObject({}), optimizer: z.looseObject({}) })
    .parse(JSON.parse(new TextDecoder().decode(files.get('training_state.json'))));

const having = (changes: Readonly<Record<string, NamedTensors | object>>): Folder =>
  new Map([
    ...folder,
    ...Object.entries(changes).map(
      ([path, content]) =>
        [
          path,
          content instanceof Map ? writeSafetensors(content) : new TextEncoder().encode(JSON.stringify(content)),
        ] as const,
    ),
  ]);

describe('a run with Muon', () => {
  it('has a momentum for each matrix of the hidden layers, and Adam’s moments for all other parameters', () => {
    const names = [...tensorsOf(folder).keys()].filter((name) => !name.startsWith('weights.'));
    const under = (prefix: string) =>
      names.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length));
    const [means, squares, momenta] = ['adam.exp_avg.', 'adam.exp_avg_sq.', 'muon.momentum_buffer.'].map(under);
    expect(momenta).toContain(matrix);
    expect(momenta).toContain('down_blocks.0.resnets.0.time_emb_proj.weight');
    expect(momenta?.every((name) => name.endsWith('.weight'))).toBe(true);
    expect(means).toEqual(squares);
    expect(means).toContain(first);
    expect(means).toContain('time_embedding.linear_1.weight');
    expect(means).toContain('mid_block.resnets.0.conv1.bias');
    const weights = [...tensorsOf(folder).keys()].filter((name) => name.startsWith('weights.'));
    expect([...(means ?? []), ...(momenta ?? [])].toSorted()).toEqual(weights.map((name) => name.slice(8)).toSorted());
  });

  it('is read back, and written again as the same bytes', () => {
    const read = readFolder('run', folder);
    expect(read.training?.progress.experiment.optimizer).toBe('muon');
    for (const [path, bytes] of writeFolder(read))
      expect(Buffer.compare(bytes, folder.get(path) ?? Buffer.of()), path).toBe(0);
  });

  it('contains what PyTorch needs to resume, and names Muon in its card', () => {
    expect(stateOf(folder).optimizer).toMatchObject({
      name: 'Muon',
      betas: [0.95, 0.999],
      muon: { momentum: 0.95, lr_factor: 10 },
    });
    expect(new TextDecoder().decode(folder.get('README.md'))).toContain('by Muon');
    const adam = writeFolder(saved({}));
    expect(stateOf(adam).optimizer).not.toHaveProperty('muon');
    expect(new TextDecoder().decode(adam.get('README.md'))).not.toContain('Muon');
  });

  it('uses AdamW if the experiment says so, for any recipe', () => {
    const { training } = readFolder('run', writeFolder(saved({ recipe: 'quick', optimizer: 'adamw' })));
    expect(training?.progress.experiment).toMatchObject({ recipe: 'quick', optimizer: 'adamw' });
    expect(training?.tensors.momentum.size).toBe(0);
    expect(training?.tensors.expAvg.has(matrix)).toBe(true);
  });

  it('uses AdamW if its recipe offers no choice', () => {
    const ddpm = saved({ recipe: 'ddpm-cifar10', optimizer: 'muon', predictionType: 'epsilon' });
    expect(readFolder('run', writeFolder(ddpm)).training?.tensors.momentum.size).toBe(0);
  });
});

describe('refuses', () => {
  const good = tensorsOf(folder);
  const some = good.get(`muon.momentum_buffer.${matrix}`);
  if (some === undefined) throw new Error('no momentum');
  const without = new Map([...good].filter(([name]) => name !== `muon.momentum_buffer.${matrix}`));
  const [mean, square] = [`adam.exp_avg.${matrix}`, `adam.exp_avg_sq.${matrix}`];
  const state = stateOf(folder);
  const withOptimizer = (optimizer: unknown) => ({ ...state, experiment: { ...state.experiment, optimizer } });
  const cases: [string, Folder, string, string][] = [
    ['a momentum that is missing', having({ [file]: without }), matrix, 'checkpoint-tensor'],
    [
      'Adam’s moments in its place',
      having({ [file]: new Map([...without, [mean, some], [square, some]]) }),
      matrix,
      'checkpoint-tensor',
    ],
    ['both', having({ [file]: new Map([...good, [mean, some]]) }), mean, 'checkpoint-tensor'],
    [
      'a momentum of what Adam has',
      having({ [file]: new Map([...good, [`muon.momentum_buffer.${first}`, some]]) }),
      first,
      'checkpoint-tensor',
    ],
    [
      'another shape',
      having({
        [file]: new Map([...good, [`muon.momentum_buffer.${matrix}`, { ...some, shape: [some.values.length] }]]),
      }),
      matrix,
      'checkpoint-tensor',
    ],
    [
      'a momentum that is not a number',
      having({
        [file]: new Map([
          ...good,
          [`muon.momentum_buffer.${matrix}`, { ...some, values: some.values.map(() => Number.NaN) }],
        ]),
      }),
      matrix,
      'checkpoint-invalid',
    ],
    [
      'the state of the other optimizer',
      having({ 'training_state.json': withOptimizer('adamw') }),
      'optimizer is adamw',
      'checkpoint-invalid',
    ],
    [
      'no momentum at all',
      having({ [file]: new Map([...good].filter(([name]) => !name.startsWith('muon.'))) }),
      'optimizer is muon',
      'checkpoint-invalid',
    ],
    [
      'an optimizer that there is not',
      having({ 'training_state.json': withOptimizer('lion') }),
      'optimizer',
      'checkpoint-invalid',
    ],
  ];
  it.each(cases)('%s', (_, files, named, code) => {
    expect(() => readFolder('run', files)).toThrow(expect.objectContaining({ code }));
    expect(() => readFolder('run', files)).toThrow(expect.toSatisfy((error) => sentenceOf(error).includes(named)));
  });
});
