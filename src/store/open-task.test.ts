import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { experimentOn, lookDefaults, recipes, shippedSets } from '../ml/config.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { ownSet } from '../share/link.fixture.ts';
import { encodeLink } from '../share/link.ts';
import { hostModel } from '../share/model-host.fixture.ts';
import { wholePage } from '../share/page-frame.ts';
import { taskLinkIn, taskLinks } from '../share/tasks.ts';
import { asksToSwitch } from './form-and-run.ts';
import { open, started } from './scripted-page.ts';
import { files as shipped } from './shipped-digits.fixture.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const digits = (recipe: 'quick' | 'tiny') => experimentOn(recipes[recipe], shippedSets.digits);

/** A page in which a run trains; counts how often it shows the question whether to switch. */
async function trained() {
  const page = await started('');
  await page.state().run.train();
  page.script.advance(300);
  await vi.runAllTimersAsync();
  let asked = 0;
  // Checked in a microtask, because React does not render sooner.
  page.playground.store.subscribe(() =>
    queueMicrotask(() => {
      if (asksToSwitch(page.state().run)) asked += 1;
    }),
  );
  return { ...page, timesAsked: () => asked };
}

it('an exercise replaces a run that trains, which can be restored; no question or other notice appears', async () => {
  const { state, goTo, notices, host, timesAsked } = await trained();
  goTo(taskLinks.prediction);
  await vi.runAllTimersAsync();
  expect(state().run).toMatchObject({
    draft: digits('tiny'),
    status: { step: 0, phase: 'ready', experiment: digits('tiny') },
  });
  expect(state().view).toMatchObject({ name: 'learn', task: 'prediction', sent: null });
  expect(notices()).toEqual(['reset']);
  expect([timesAsked(), host.timesToTop]).toEqual([0, 1]);
  await state().run.train();
  expect(state().run.status).toMatchObject({ phase: 'training', experiment: digits('tiny') });
});

it('before the first step an exercise shows only its own steps; it stays across a change of view and a reload', async () => {
  const { state, goTo, notices, host } = await started('');
  goTo(taskLinks.rate);
  await vi.runAllTimersAsync();
  expect(state().run.status?.experiment).toEqual({ ...recipes.article.experiment, batchSize: 8 });
  expect(notices()).toEqual([]);
  state().view.show('runs');
  expect(open(new URL(host.address()).hash).state().view).toMatchObject({ name: 'runs', task: 'rate' });
  state().view.closeTask();
  expect(open(new URL(host.address()).hash).state()).toMatchObject({
    view: { name: 'runs', task: null },
    run: { draft: { recipe: 'article', batchSize: 8 } },
  });
  state().view.show('learn');
  expect(host.address()).not.toContain('task');
});

it('returning to an exercise does not undo a run that has begun', async () => {
  const { state, goTo, host } = await started(taskLinks.rate);
  await state().run.step();
  host.isNoted = true;
  goTo(taskLinks.prediction);
  await vi.runAllTimersAsync();
  expect(state().run.status).toMatchObject({ step: 1, experiment: { recipe: 'article' } });
});

it('going back leaves an exercise; going forward returns to it on its own run', async () => {
  const { state, goTo, host } = await started('#v=1&recipe=quick&data=digits&view=start');
  goTo(taskLinks.rate);
  await vi.runAllTimersAsync();
  await state().run.step();
  host.isNoted = true;
  goTo('#v=1&recipe=quick&data=digits&view=start');
  expect(state().view).toMatchObject({ name: 'start', task: null });
  goTo(taskLinks.rate);
  expect(state().view).toMatchObject({ name: 'learn', task: 'rate' });
  expect(state().run.status).toMatchObject({ step: 1, experiment: { batchSize: 8 } });
  goTo(taskLinks.prediction);
  expect(state().view.task, 'above the run of another one').toBeNull();
});

it('of two exercises in a row, or an exercise after a door, the last one becomes the run, however long a Reset takes', async () => {
  const { state, goTo, script, notices } = await trained();
  const answer = script.holdPause();
  const door = state().run.startWith(recipes.article.experiment);
  goTo(taskLinks.rate);
  goTo(taskLinks.prediction);
  await vi.runAllTimersAsync();
  expect(state().run.status).toMatchObject({ phase: 'training', experiment: { recipe: 'quick' } });
  answer();
  await door;
  await vi.runAllTimersAsync();
  expect(state().view.task).toBe('prediction');
  expect(state().run).toMatchObject({
    draft: digits('tiny'),
    status: { phase: 'ready', step: 0, experiment: digits('tiny') },
  });
  expect(notices()).toEqual(['reset']);
});

it('an exercise whose run cannot be made is closed, and the previous run trains on', async () => {
  const { state, goTo, script, host, notices } = await trained();
  script.resetFails = new PlaygroundError('data-unreachable', { file: 'digits/manifest.json', set: 'digits' });
  goTo(taskLinks.prediction);
  await vi.runAllTimersAsync();
  expect(state().view.task).toBeNull();
  expect(host.address()).not.toContain('task');
  expect(state().run).toMatchObject({
    draft: digits('quick'),
    status: { phase: 'training', experiment: digits('quick') },
  });
  expect(notices()).toEqual(['data-unreachable']);
});

it('an exercise on a missing set of own pictures asks for it, and goes on once it is added, whatever the address is by then', async () => {
  const { state, goTo } = await trained();
  const own = ownSet('leaves', ['oak', 'elm']);
  const { experiment, look } = { experiment: experimentOn(recipes.quick, own), look: lookDefaults };
  goTo(`${encodeLink({ experiment, look }, own)}&task=rate&lang=zh-CN`);
  await vi.runAllTimersAsync();
  expect(state().ownPictures).toMatchObject({ open: true, wanted: { id: own.id } });
  state().view.show('paint');
  state().dataSets.setOwn([own]);
  state().ownPictures.added(own);
  await vi.runAllTimersAsync();
  expect(state().run).toMatchObject({ draft: experiment, status: { experiment } });
  expect(state().view.task).toBe('rate');
});

it('Share’s link opens the exercise, not embedded, and leaves out what this page leaves out', async () => {
  const { state, goTo, host } = await started('#v=1&recipe=quick&data=digits&view=start&embed=1&hide=training,share');
  goTo(taskLinkIn('rate', state().frame, null));
  await vi.runAllTimersAsync();
  expect(state().frame).toEqual({ embedded: true, hidden: ['training', 'share'] });
  expect(state().share.link()).toMatch(/#v=1&recipe=article&seed=42&batch=8&hide=training,share&task=rate$/);
  expect(state().share.link('run', { language: 'en', frame: wholePage, task: null })).toMatch(/&batch=8&lang=en$/);
  state().view.show('paint');
  expect(host.address()).toMatch(/&embed=1&hide=training,share&task=rate$/);
});

it('a door leaves an exercise, and so does another link', async () => {
  const { state, goTo } = await started(taskLinks.rate);
  expect(state().view.task).toBe('rate');
  await state().run.startWith(digits('quick'));
  expect(state().view.task).toBeNull();
  goTo(taskLinks.rate);
  goTo('#v=1&recipe=tiny');
  expect(state().view.task).toBeNull();
});

it('a door switches runs by itself, so no question appears meanwhile', async () => {
  const { state, timesAsked } = await trained();
  await state().run.startWith(recipes.article.experiment);
  expect(state().run.status).toMatchObject({ phase: 'training', experiment: { recipe: 'article' } });
  expect(timesAsked()).toBe(0);
  state().run.choose('tiny');
  await vi.runAllTimersAsync();
  expect(timesAsked(), 'a choice asks').toBeGreaterThan(0);
});

it('an exercise with a shipped model opens it, even in place of steps; one with another model asks first', async () => {
  vi.useRealTimers();
  const host = await hostModel(shipped);
  const { playground, state, goTo, notices } = open('', null, undefined, host.url);
  await playground.start();
  await state().run.step();
  goTo(taskLinks.guidance);
  await vi.waitFor(() => expect(state().modelOffer.source).toMatchObject({ address: 'models/digits' }), 10_000);
  expect(state().look).toMatchObject({ paintTool: 'guidance', sampleClass: '8' });
  await vi.waitFor(() => expect(state().modelOffer.offer).toBeNull(), 10_000);
  expect(notices()).toEqual([]);
  goTo(`#v=1&recipe=quick&data=digits&model=${host.url}model.zip&task=steps`);
  expect(state().modelOffer.offer).toMatchObject({ progress: null });
  await host.close();
});
