/**
 * The commands with networks whose pictures differ from the data set's, in folders written like
 * diffusers does.
 */
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { oddFolder } from '../src/engine/odd-folders.testing.ts';
import { readSafetensors } from '../src/ml/checkpoint/safetensors.ts';
import { writeCheckpointFolder } from './checkpoint-folder.ts';
import { CompiledCommands } from './compiled-commands.fixture.ts';
import { writeSyntheticData } from './synthetic-data.fixture.ts';

let commands: CompiledCommands;
const run = (command: string, ...args: readonly string[]) => commands.run(command, args);

let place: string;
const at = (name: string) => join(place, name);

beforeAll(async () => {
  commands = await CompiledCommands.make();
  place = await mkdtemp(join(tmpdir(), 'playground-other-pictures-'));
  await writeSyntheticData(at('data'), { labels: [0, 1, 2, 3], imagesPerShard: 4 });
  for (const name of ['mnist28', 'rgba32', 'class1000']) await writeCheckpointFolder(at(name), oddFolder(name));
  await writeCheckpointFolder(at('wide'), oddFolder('plain', { sample_size: [32, 64] }));
});
afterAll(() => Promise.all([commands.remove(), rm(place, { recursive: true, force: true })]));

async function sampled(name: string, ...more: string[]) {
  const files = { png: at(`${name}.png`), tensors: at(`${name}.safetensors`) };
  const args = ['--model', at(name), '--count', '1', '--steps', '1', '--out', files.png, '--tensors', files.tensors];
  expect(await run('sample', ...args, ...more)).toMatchObject({ code: 0 });
  const { width, height } = await sharp(files.png).metadata();
  const numbers = readSafetensors(files.tensors, new Uint8Array(await readFile(files.tensors)));
  return { width, height, shape: numbers.get('sample')?.shape };
}

it('samples 28 x 28 digits, pictures with transparency, and the last of a thousand classes', async () => {
  expect(await sampled('mnist28')).toEqual({ width: 28, height: 28, shape: [1, 1, 28, 28] });
  expect(await sampled('rgba32')).toEqual({ width: 32, height: 32, shape: [1, 4, 32, 32] });
  expect(await sampled('class1000', '--class', '999')).toEqual({ width: 32, height: 32, shape: [1, 3, 32, 32] });
});

it('restores a picture at the network’s own size, and in grey', async () => {
  const args = ['--model', at('mnist28'), '--image', 'docs/screenshot.png', '--out', at('restored.png')];
  const { code, stdout } = await run('restore', ...args, '--compare', at('compared.png'), '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout).psnr_restored).toBeGreaterThan(5);
  const { data, info } = await sharp(at('restored.png')).raw().toBuffer({ resolveWithObject: true });
  expect(info).toMatchObject({ width: 28, height: 28 });
  expect(data.every((value, i) => value === data[i - (i % info.channels)])).toBe(true);
  expect(await sharp(at('compared.png')).metadata()).toMatchObject({ width: 3 * 30 - 2, height: 28 });
});

it('continues training with pictures converted to its shape', async () => {
  const args = [
    '--resume',
    at('mnist28'),
    '--data',
    at('data'),
    '--batch',
    '2',
    '--steps',
    '1',
    '--out',
    at('trained'),
  ];
  const { code, stdout, stderr } = await run('train', ...args, '--evaluate-every', '1', '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ step: 1 });
  expect(stderr).toMatch(
    /Fine-tuning the weights of .*mnist28, .*: lr 0\.0004, batch 2, adamw, epsilon \(from the model\), .* 32 x 32 colour made 28 x 28 grey\./,
  );
  expect(stderr).toMatch(/^step 1 {2}validation loss \d/m);
  const config = JSON.parse(await readFile(join(at('trained'), 'unet', 'config.json'), 'utf8'));
  expect(config).toMatchObject({ sample_size: 28, in_channels: 1, out_channels: 1 });
  const { experiment } = JSON.parse(await readFile(join(at('trained'), 'training_state.json'), 'utf8'));
  expect(experiment).toMatchObject({ recipe: 'tiny', data: 'cifar10', batchSize: 2 });
});

it('refuses in one line an option that contradicts the model', async () => {
  const args = ['--resume', at('mnist28'), '--data', at('data'), '--prediction', 'v_prediction'];
  expect(await run('train', ...args)).toEqual({
    code: 2,
    stdout: '',
    stderr: '--prediction v_prediction contradicts the model of --resume, which predicts epsilon.\n',
  });
});

it.each(['sample', 'train'])('%s refuses pictures that are wider than high in one line', async (command) => {
  const args =
    command === 'sample'
      ? ['--model', at('wide'), '--out', at('wide.png')]
      : ['--resume', at('wide'), '--data', at('data')];
  const { code, stdout, stderr } = await run(command, ...args);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/sample_size.*\[32,64\].*as wide as they are high/);
  expect(stderr.trim().split('\n')).toHaveLength(1);
});
