/** An exercise that opens a model, and what else the visitor does with the run meanwhile. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { experimentOn, recipes, shippedSets } from '../ml/config.ts';
import { decodeLink } from '../share/link.ts';
import { linkIn } from '../share/link-address.ts';
import { taskLinks } from '../share/tasks.ts';
import { waitsForReset } from './form-and-run.ts';
import { open } from './scripted-page.ts';
import { files } from './shipped-digits.fixture.ts';
import { missingTaskModel } from './task-model.ts';

const pageUrl = 'https://playground.example/some/path/';
const digits = (recipe: 'quick' | 'tiny') => experimentOn(recipes[recipe], shippedSets.digits);

beforeEach(() => {
  vi.useFakeTimers();
  serve();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

/** The page's host answers from memory, so that only the test moves time on. */
function serve(): void {
  vi.stubGlobal('fetch', async (address: URL | string) => {
    const content = files[String(address).replace(pageUrl, '')];
    return content === undefined || typeof content === 'function'
      ? new Response('not found', { status: 404 })
      : new Response(content as BodyInit);
  });
}

async function begun(hash = '') {
  const page = open(hash);
  const { playground, state, script, host } = page;
  await playground.start();
  await vi.runAllTimersAsync();
  const loads = (): boolean => script.calls.some((call) => call.startsWith('loadFolder'));
  return {
    ...page,
    /** Waits until the engine loads the model. */
    loading: () => vi.waitFor(() => expect(loads()).toBe(true), 10_000),
    opened: () => vi.waitFor(() => expect(state().modelOffer.offer).toBeNull(), 10_000),
    /** What a reload of the page's address would open. */
    addressed: () => decodeLink(linkIn(host.address())),
    shared: () => decodeLink(linkIn(state().share.link())),
  };
}

/** The exercise’s model is open, and nothing says otherwise. */
function expectOpen({ state, shared }: Awaited<ReturnType<typeof begun>>): void {
  expect(state().run.status).toMatchObject({ origin: 'checkpoint', experiment: digits('quick') });
  expect(missingTaskModel(state())).toBeNull();
  expect(shared()).toMatchObject({ model: 'models/digits', experiment: digits('quick'), task: 'guidance' });
}

it('an exercise’s model withdraws a change of the form that still waits to be applied', async () => {
  const page = await begun();
  const { state, script, goTo, loading, opened } = page;
  const answer = script.holdLoad();
  goTo(taskLinks.prediction);
  await vi.advanceTimersByTimeAsync(0);
  goTo(taskLinks.guidance);
  await loading();
  const before = script.calls.length;
  await vi.advanceTimersByTimeAsync(1000);
  expect(script.calls.slice(before), 'nothing reaches the engine behind the model').toEqual([]);
  answer();
  await opened();
  await vi.runAllTimersAsync();
  expectOpen(page);
  expect(state().run.draft).toEqual(digits('quick'));
});

it('an exercise’s model comes after a Reset in progress, and a replacement that waited for it ends', async () => {
  const page = await begun();
  const { state, script, goTo, opened } = page;
  await state().run.train();
  script.advance(300);
  await vi.runAllTimersAsync();
  const answer = script.holdPause();
  void state().run.reset();
  goTo(taskLinks.prediction);
  goTo(taskLinks.guidance);
  await vi.advanceTimersByTimeAsync(1000);
  expect(script.calls.at(-1)).toBe('pause');
  answer();
  await opened();
  await vi.runAllTimersAsync();
  expectOpen(page);
});

it('a change of the form ends a model that is opening; the exercise stays and can open it again', async () => {
  const page = await begun();
  const { state, script, goTo, loading, opened, shared } = page;
  script.slowLoad = true;
  goTo(taskLinks.guidance);
  await loading();
  state().run.choose('tiny');
  await opened();
  await vi.runAllTimersAsync();
  expect(state().run).toMatchObject({ draft: { recipe: 'tiny' }, status: { experiment: { recipe: 'tiny' }, step: 0 } });
  expect(missingTaskModel(state())).toMatchObject({ address: 'models/digits' });
  expect(shared(), 'a link to the exercise').toMatchObject({ model: 'models/digits', experiment: digits('quick') });
  script.slowLoad = false;
  state().modelOffer.propose('models/digits', { namedBy: 'task', link: taskLinks.guidance });
  await opened();
  await vi.runAllTimersAsync();
  expectOpen(page);
});

it('a change of the form that comes once the engine has loaded the model waits for Reset', async () => {
  const page = await begun();
  const { state, script, goTo, loading, opened } = page;
  const answer = script.holdLoad();
  goTo(taskLinks.guidance);
  await loading();
  state().run.choose('tiny');
  answer();
  await opened();
  await vi.runAllTimersAsync();
  await vi.waitFor(() => expectOpen(page));
  expect(state().run.draft.recipe).toBe('tiny');
  expect(waitsForReset(state().run.draft, state().run.status)).toBe(true);
});

it('Cancel leaves an exercise that says what it lacks; address and Share still open it whole', async () => {
  const { state, goTo, loading, script, opened, addressed, shared } = await begun();
  script.slowLoad = true;
  goTo(taskLinks.guidance);
  await loading();
  state().modelOffer.cancel();
  await opened();
  expect(missingTaskModel(state())).toEqual({ address: 'models/digits', link: taskLinks.guidance });
  state().view.show('runs');
  const whole = { model: 'models/digits', task: 'guidance', experiment: digits('quick') };
  expect(addressed()).toMatchObject({ ...whole, view: 'runs' });
  expect(shared()).toMatchObject(whole);
  expect([state().share.linkHasModel(), state().share.linkOpensTaskModel('run', 'guidance')]).toEqual([true, true]);
  const alone = decodeLink(linkIn(state().share.link('run', { task: null })));
  expect(alone.model).toBeUndefined();
  expect([alone.experiment.recipe, state().share.linkHasModel('run', null)]).toEqual([
    state().run.status?.experiment.recipe,
    false,
  ]);
});

it('a link to an exercise whose model has been trained further opens the model again', async () => {
  const { state, goTo, opened, shared } = await begun();
  goTo(taskLinks.guidance);
  await opened();
  await state().run.step();
  expect(missingTaskModel(state()), 'its run is still the exercise’s').toBeNull();
  expect(shared()).toMatchObject({ model: 'models/digits', task: 'guidance' });
});

it('another model in place of its own closes an exercise; its own model does not', async () => {
  const { state, goTo, opened, host, addressed } = await begun();
  goTo(taskLinks.guidance);
  await opened();
  state().models.show();
  const models = await state().models.load();
  await models.list();
  const [card] = models.store.getState().cards ?? [];
  if (!card) throw new Error('no model is listed');
  await models.use(card, 'train');
  expect(state().view.task).toBe('guidance');
  const other = new File([JSON.stringify({ experiment: digits('tiny'), step: 5 })], 'other.zip');
  await state().share.importCheckpoint(other);
  expect(state().view).toMatchObject({ task: null, taskModel: null });
  expect(host.address()).not.toMatch(/task=|model=/);
  expect(addressed().experiment).toEqual(digits('tiny'));
});

it('going back from an exercise with a model to the one before leaves the model, and the address names it', async () => {
  const { state, goTo, host, opened, addressed } = await begun();
  goTo(taskLinks.rate);
  await vi.runAllTimersAsync();
  goTo(taskLinks.guidance);
  await opened();
  host.isNoted = true;
  goTo(taskLinks.rate);
  expect(state().view.task).toBeNull();
  expect(addressed()).toMatchObject({ model: 'models/digits', experiment: digits('quick') });
  expect(addressed().view).toBeUndefined(); // Learn
  expect(addressed().task).toBeUndefined();
  goTo(taskLinks.guidance);
  expect(state().view.task, 'Forward').toBe('guidance');
});

it('a page that leaves parts out keeps the exercise, which then lacks its model', async () => {
  const { state, goTo, opened } = await begun('#v=1&recipe=quick&data=digits&hide=share');
  goTo(`${taskLinks.guidance}&hide=share`);
  await opened();
  const other = new File([JSON.stringify({ experiment: digits('tiny'), step: 5 })], 'other.zip');
  await state().share.importCheckpoint(other);
  expect(state().view.task).toBe('guidance');
  expect(missingTaskModel(state())).toMatchObject({ address: 'models/digits' });
});
