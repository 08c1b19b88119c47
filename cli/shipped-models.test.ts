import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { trainedOn } from '../src/ml/checkpoint/trained-on.ts';
import { models } from '../src/words/en/models.ts';
import { modelFolder, modelRoot, shippedModelNames } from './model-folder.ts';
import { readNetworkFolder } from './node-engine.ts';
import { faultsOf, indexFile, indexOf } from './shipped-models.ts';

describe.each(shippedModelNames())('the model %s', (name) => {
  const directory = join(modelRoot, name);

  test('agrees with its card, and is within the size limit', async () => {
    expect(await faultsOf(directory, name)).toEqual([]);
  });

  test('opens, and names the set it was trained on', async () => {
    const checkpoint = await readNetworkFolder(directory);
    const { card, weights, training, notices } = checkpoint;
    expect([training, notices]).toEqual([null, undefined]);
    expect(trainedOn(checkpoint).classNames).toEqual(card?.dataSet.class_names);
    const numbers = [...weights.values()].reduce((sum, { values }) => sum + values.length, 0);
    expect(numbers).toBe(card?.parameters);
    // The page says it in each language.
    expect(new Map(Object.entries(models.card.machines)).get(name)).toBe(card?.training.machine);
  });
});

test('the index lists every model in the repository', async () => {
  expect(await readFile(join(modelRoot, indexFile), 'utf8')).toBe(indexOf(shippedModelNames()));
  expect(shippedModelNames()).toContain('digits');
});

describe('a folder', () => {
  let place: string;
  beforeEach(async () => {
    place = await mkdtemp(join(tmpdir(), 'models-'));
  });
  afterEach(() => rm(place, { recursive: true }));

  test('that was changed is detected', async () => {
    await cp(join(modelRoot, 'digits'), place, { recursive: true });
    const weights = join(place, 'unet/diffusion_pytorch_model.safetensors');
    const bytes = await readFile(weights);
    bytes[bytes.length - 1] = (bytes[bytes.length - 1] ?? 0) ^ 1;
    await writeFile(weights, bytes);
    await writeFile(join(place, 'notes.txt'), 'mine');
    await rm(join(place, 'scheduler'), { recursive: true });
    expect(await faultsOf(place, 'digits')).toEqual([
      'scheduler/scheduler_config.json is missing',
      'unet/diffusion_pytorch_model.safetensors has another hash',
      'notes.txt is not in the card',
    ]);
    await writeFile(join(place, 'card.json'), '{"version": 2}');
    expect(await faultsOf(place, 'digits')).toEqual(['card.json is malformed']);
  });

  test('in the working directory wins over a model of the same name', async () => {
    const before = process.cwd();
    try {
      process.chdir(place);
      expect(modelFolder('digits')).toBe(join(modelRoot, 'digits'));
      expect(modelFolder('./digits')).toBe(join(process.cwd(), 'digits'));
      expect(modelFolder('another')).toBe(join(process.cwd(), 'another'));
      await writeFile(join(place, 'digits'), '');
      expect(modelFolder('digits')).toBe(join(process.cwd(), 'digits'));
    } finally {
      process.chdir(before);
    }
  });
});
