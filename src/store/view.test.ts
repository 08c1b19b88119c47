import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { started } from './scripted-page.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it('an address without a link opens Start, and Train trains digits and shows Learn', async () => {
  const { state } = await started('');
  expect(state().view.name).toBe('start');
  expect(state().run.draft).toMatchObject({ recipe: 'quick', data: 'digits' });
  await state().run.train();
  expect(state().view.name).toBe('learn');
  expect(state().run.status).toMatchObject({ phase: 'training', experiment: { data: 'digits' } });
});

it('each view is a history entry, with the settings that it had', async () => {
  const { state, host, goTo, notices } = await started('#v=1&recipe=tiny&view=paint');
  expect(state().view.name).toBe('paint');
  state().view.show('learn');
  state().view.show('learn');
  expect(host.noted).toEqual([expect.stringMatching(/#v=1&recipe=tiny&seed=42$/)]);
  state().run.edit({ batchSize: 8 });
  await vi.runAllTimersAsync();
  state().view.show('repair');
  expect(host.noted.at(-1)).toMatch(/#v=1&recipe=tiny&view=repair&seed=42&batch=8$/);

  goTo('#v=1&recipe=tiny&view=paint&seed=42&batch=8');
  expect(state().view.name).toBe('paint');
  expect(notices()).toEqual([]);
  goTo('#v=1&recipe=tiny&seed=42');
  await vi.runAllTimersAsync();
  expect(state().view.name).toBe('learn');
  expect(state().run.draft.batchSize).toBe(64);
  expect(notices()).toEqual(['linkApplied']);
});

it('a link from Runs opens Learn, while the page’s own address keeps Runs', async () => {
  const { state, host } = await started('#v=1&recipe=tiny');
  state().view.show('runs');
  expect(host.address()).toContain('view=runs');
  expect(state().share.link()).not.toContain('view=');
  await state().engine.reloadOnBest();
  expect(host.address()).toContain('view=runs');
});

it('the page knows that a link chose the CPU, and one press switches to the best backend and keeps the run', async () => {
  const { state, host } = await started('#v=1&recipe=article&view=start&backend=cpu&hide=share');
  expect(state().engine.linked).toBe('cpu');
  await state().run.step();
  const { runId } = state().run.status ?? {};
  await state().engine.reloadOnBest();
  expect(host.address()).toMatch(/#v=1&recipe=article&seed=42&hide=share$/);
  expect(host.reloadedWith).toEqual({ runId, training: false });
});

it('an exercise stays open when the page is reloaded on the best backend', async () => {
  const { state, host } = await started('#v=1&recipe=article&backend=cpu&hide=share&task=rate');
  await state().engine.reloadOnBest();
  expect(host.address()).toMatch(/#v=1&recipe=article&seed=42&hide=share&task=rate$/);
});

it('a link that leaves out the other views keeps its own view', async () => {
  const { state, host, goTo } = await started('#v=1&recipe=quick&data=digits&view=paint&hide=views');
  state().view.show('repair');
  expect(state().view.name).toBe('paint');
  expect(host.noted).toEqual([]);
  goTo('#v=1&recipe=quick&data=digits&view=repair&hide=views');
  expect(state().view.name).toBe('repair');
  goTo('#v=1&recipe=quick&data=digits&view=repair&embed=1');
  state().view.show('paint');
  expect(state().view.name).toBe('paint');
});

it('one press switches to a recipe that was chosen in training, and a link may have either recipe', async () => {
  const { state, script } = await started('#v=1&recipe=article');
  await state().run.train();
  state().run.choose('tiny');
  expect(state().share.link()).toMatch(/recipe=article/);
  expect(state().share.link('form')).toMatch(/recipe=tiny/);
  await state().run.switchOver();
  expect(state().run.status).toMatchObject({ phase: 'training', experiment: { recipe: 'tiny' } });
  await state().run.pause();
  state().run.choose('article');
  await state().run.switchOver();
  expect(script.calls.at(-1)).toMatch(/^reset/);
  expect(state().run.status).toMatchObject({ phase: 'ready', experiment: { recipe: 'article' } });
});

it('going back restores the settings of that entry, but does not undo a run that has begun', async () => {
  const { state, host, goTo } = await started('');
  state().run.choose('tiny');
  await vi.runAllTimersAsync();
  expect(state().share.link()).toMatch(/recipe=tiny&view=start/);
  state().view.show('learn');
  expect(host.address()).toMatch(/#v=1&recipe=tiny&data=digits&seed=42$/);

  await state().run.startWith(recipes.article.experiment);
  expect(host.address()).toMatch(/#v=1&recipe=article&seed=42$/);
  host.isNoted = true;
  goTo('#v=1&recipe=tiny&view=start&data=digits&seed=42');
  await vi.runAllTimersAsync();
  expect(state().view.name).toBe('start');
  expect(state().run.draft.recipe).toBe('article');
});
