import { expect, test } from 'vitest';
import { open } from '../../store/scripted-page.ts';
import { nextHint, type Progress, progressOf } from './next-hint.ts';

const fresh: Progress = {
  view: 'start',
  kind: 'diffusion',
  step: 0,
  untrained: false,
  opened: false,
  running: false,
  sent: false,
  task: false,
  looks: 0,
  generated: false,
  generatedAt: 0,
  restored: false,
  tool: 'pictures',
  hidesTraining: false,
  withoutGpu: false,
  oneView: false,
};

test.each<readonly [string, Partial<Progress>, ReturnType<typeof nextHint>]>([
  ['a first visit', {}, 'train'],
  ['a first visit without WebGPU, where Start itself says what to press', { withoutGpu: true }, null],
  ['on arrival by a link that somebody sent', { view: 'learn', sent: true }, 'sent'],
  ['beside the steps of an exercise', { view: 'learn', task: true }, null],
  ['before the first step', { view: 'learn', running: true }, 'wait'],
  ['after the first steps', { view: 'learn', step: 3, running: true }, null],
  ['once there are samples to go back to', { view: 'learn', step: 30, looks: 2 }, 'scrub'],
  ['once it has learned something', { view: 'learn', step: 120, looks: 4 }, 'paint'],
  ['before the first picture', { view: 'paint', step: 120 }, 'generate'],
  ['before the first answer of a network that answers in one pass', { view: 'paint', kind: 'one-pass' }, 'answer'],
  ['with another tool than Generate selected', { view: 'paint', step: 120, tool: 'race' }, null],
  ['after the first picture', { view: 'paint', step: 120, generated: true, generatedAt: 120 }, 'film'],
  ['after noise of a network that is hardly trained', { view: 'paint', generated: true, generatedAt: 13 }, 'fewSteps'],
  ['after noise, if the link leaves training out', { view: 'paint', generated: true, hidesTraining: true }, null],
  ['after noise of random weights, which Paint explains', { view: 'paint', untrained: true, generated: true }, null],
  ['after a picture of a model that was opened', { view: 'paint', opened: true, generated: true }, 'film'],
  ['with a model, from whose weights Train goes on', { view: 'learn', opened: true }, null],
  ['at Start with a model', { opened: true }, null],
  ['in Paint, on arrival by a link that somebody sent', { view: 'paint', sent: true, untrained: true }, 'sent'],
  ['in Repair, on arrival by a link that somebody sent', { view: 'repair', sent: true, untrained: true }, 'sent'],
  [
    'after the first answer of a network that answers in one pass',
    { view: 'paint', kind: 'one-pass', generated: true },
    null,
  ],
  ['back from painting', { view: 'learn', step: 120, generated: true }, 'repair'],
  ['before a picture is repaired', { view: 'repair', step: 120 }, 'restore'],
  ['before a network with random weights repairs one', { view: 'repair', untrained: true }, null],
  ['when all has been seen', { view: 'learn', step: 120, generated: true, restored: true }, null],
  ['in the Runs view', { view: 'runs' }, null],
  ['if the link leaves training out', { view: 'learn', hidesTraining: true }, null],
  ['before the first picture, if the link leaves training out', { view: 'paint', hidesTraining: true }, 'generate'],
  ['with only one view, when the hint would name another', { view: 'learn', step: 120, oneView: true }, null],
])('%s', (_, progress, hint) => {
  expect(nextHint({ ...fresh, ...progress })).toBe(hint);
});

test('the hint about a sent link is shown until something else is chosen, and never for other addresses', async () => {
  const { playground, state } = open('#v=1&recipe=quick&data=digits&seed=7');
  await playground.start();
  expect(nextHint(progressOf(state()))).toBe('sent');
  state().run.edit({ seed: 8 });
  expect(nextHint(progressOf(state()))).toBe('train');
  for (const other of ['', '#v=1&recipe=quick&data=digits&seed=7&model=https://example.invalid/model.zip'])
    expect(open(other).state().view.sent).toBeNull();
});

test('an embedded page does not count as a sent link', async () => {
  const { playground, state } = open('#v=1&recipe=quick&data=digits&seed=7&embed=1');
  await playground.start();
  expect(nextHint(progressOf(state()))).toBe('train');
});

test('the hint follows the page’s state', async () => {
  const { playground, state } = open('');
  await playground.start();
  expect(nextHint(progressOf(state()))).toBe('train');
  await state().run.train();
  expect(progressOf(state())).toMatchObject({ view: 'learn', running: true });
});
