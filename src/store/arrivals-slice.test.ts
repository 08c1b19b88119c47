import { expect, test } from 'vitest';
import { experimentOn, recipes, shippedSets } from '../ml/config.ts';
import { isCheckpoint, withoutOuterFolder } from './arrivals-slice.ts';
import { open } from './scripted-page.ts';

const brought = (...paths: readonly string[]) => paths.map((path) => ({ path, file: new File(['?'], path) }));

test.each<readonly [string, boolean]>([
  ['run.zip', true],
  ['RUN.ZIP', true],
  ['diffusion_pytorch_model.safetensors', true],
  ['model/model_index.json', true],
  ['weights.ckpt', true],
  ['cat.png', false],
  ['zip.txt', false],
])('%s is a checkpoint: %s', (path, expected) => {
  expect(isCheckpoint(brought('notes.txt', path))).toBe(expected);
});

test('a folder is opened as the checkpoint in it, however deep', () => {
  const paths = (...given: readonly string[]) => withoutOuterFolder(brought(...given)).map(({ path }) => path);
  expect(paths('a/b/model_index.json', 'a/b/unet/config.json')).toEqual(['model_index.json', 'unet/config.json']);
  expect(paths('unet/config.json', 'unet/diffusion_pytorch_model.safetensors')[0]).toBe('unet/config.json');
  expect(paths('config.json', 'model.safetensors')).toEqual(['config.json', 'model.safetensors']);
});

test('a checkpoint opens, a picture goes to Repair, and an error names the file', async () => {
  const { playground, state, script, notices } = open('');
  await playground.start();
  const { take } = state().arrivals;
  const saved = JSON.stringify({ experiment: experimentOn(recipes.quick, shippedSets.digits), step: 5 });
  await take([{ path: 'run.zip', file: new File([saved], 'run.zip') }]);
  expect([state().run.status?.step, state().view.name]).toEqual([5, 'paint']);
  await take([{ path: 'model/model_index.json', file: new File([saved], 'model_index.json') }]);
  expect(script.calls.at(-1)).toBe('loadFolder model_index.json');

  await take(brought('text.zip'));
  expect(state().notices.list.at(-1)).toMatchObject({ kind: 'error', report: { values: { name: 'text.zip' } } });
  expect(notices()).toEqual(['importedRun', 'importedRun', 'checkpoint-not-one']);
  // Opening a checkpoint removes the earlier complaint.
  await take([{ path: 'run.zip', file: new File([saved], 'run.zip') }]);
  expect(notices()).not.toContain('checkpoint-not-one');
  await take(brought('cat.png'));
  expect([state().view.name, state().arrivals.files.length]).toEqual(['repair', 1]);
});

test('a picture goes to Into noise while that is open, otherwise to Repair', async () => {
  const { playground, state } = open('#v=1&recipe=tiny&view=paint');
  await playground.start();
  state().look.set({ paintTool: 'forward' });
  await state().arrivals.take(brought('cat.png'));
  expect(state().view.name).toBe('paint');
  expect(state().arrivals.intoNoise.map(({ name }) => name)).toEqual(['cat.png']);
  state().look.set({ paintTool: 'race' });
  await state().arrivals.take(brought('dog.png'));
  expect(state().view.name).toBe('repair');
  expect(state().arrivals.intoNoise.map(({ name }) => name)).toEqual(['cat.png']);
});
