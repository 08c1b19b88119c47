import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { shippedSets } from '../ml/config.ts';
import { hostModel, type ModelHost } from '../share/model-host.fixture.ts';
import { open } from './scripted-page.ts';
import { address, card, file, files } from './shipped-digits.fixture.ts';
import { repairsOnly } from './shipped-models.ts';

const { digits } = shippedSets;
const own = { ...digits, id: `own-${'a'.repeat(16)}`, name: 'Mine', hash: 'a'.repeat(64) };
let host: ModelHost;
beforeEach(async () => {
  host = await hostModel(files);
});
afterEach(() => host.close());

async function opened(at = host) {
  const page = open('#v=1&recipe=quick&data=digits&steps=2', null, undefined, at.url);
  await page.playground.start();
  const { state } = page;
  state().models.show();
  const models = await state().models.load();
  await models.list();
  const [listed = card] = models.store.getState().cards ?? [];
  return { ...page, models, card: listed, now: models.store.getState };
}

it('a model is fetched on request, replaces a run without steps, and paints', async () => {
  const { models, card, state, script } = await opened();
  expect(host.asked).toEqual(['models/index.json', 'models/digits/card.json']);
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  const painted = models.use(card, 'paint');
  await vi.waitFor(() => expect(state().generate.busy).toBe(true));
  await vi.runAllTimersAsync();
  await painted;
  vi.useRealTimers();
  expect(script.calls).toContain('loadFolder model_index.json card.json');
  expect(state().models.open).toBe(false);
  expect(state().share.link()).toContain('&model=models/digits');
});

it('choosing a model in Repair stays in Repair', async () => {
  const { models, card, state, script } = await opened();
  state().view.show('repair');
  await models.use(card, 'paint');
  expect([state().view.name, state().models.open, state().generate.busy]).toEqual(['repair', false, false]);
  expect(script.calls).toContain('loadFolder model_index.json card.json');
});

it('after Reset the model can be restored, even before its first step, and the link names it again', async () => {
  const { models, card, state } = await opened();
  state().view.show('repair');
  await models.use(card, 'paint');
  expect(state().share.link()).toContain('&model=models/digits');
  await state().run.reset();
  expect(state().run.status).toMatchObject({ origin: 'seed', step: 0 });
  expect(state().share.link()).not.toContain('model=');
  const offer = state().notices.list.find(({ kind }) => kind === 'reset');
  expect(offer).toMatchObject({ step: 0 });
  state().notices.takeBackReset(offer?.id ?? -1, 'it');
  await vi.waitFor(() => expect(state().run.status).toMatchObject({ origin: 'checkpoint', step: 0 }));
  expect(state().share.link()).toContain('&model=models/digits');
});

it('one press opens a model by its name, unless the panel is closed before the list has loaded', async () => {
  const { models, state, script } = await opened();
  state().view.show('repair');
  const loads = () => script.calls.filter((call) => call.startsWith('loadFolder')).length;
  state().models.close();
  await models.openNamed('digits');
  expect(loads()).toBe(0);
  state().models.show();
  await models.openNamed('no such model');
  await models.openNamed('digits');
  expect([loads(), state().view.name, state().models.open]).toEqual([1, 'repair', false]);
});

it('a network that answers in one pass is offered for repairs, not for painting', () => {
  expect([repairsOnly({ recipe: 'article' }), repairsOnly(card)]).toEqual([true, false]);
});

it('a run with steps is replaced only after the visitor agrees', async () => {
  const { models, card, state, script, now } = await opened();
  await state().run.step();
  await models.use(card, 'train');
  expect(now().asked).toMatchObject({ purpose: 'train' });
  expect(script.calls.some((call) => call.startsWith('loadFolder'))).toBe(false);
  models.cancel();
  expect([now().asked, state().run.status?.step]).toEqual([null, 1]);
  await models.use(card, 'train');
  await models.agree();
  expect(script.calls.at(-1)).toBe('train');
  expect(state().run.status?.origin).toBe('checkpoint');
});

it('fine-tuning asks for pictures first, and goes on with the set that is added', async () => {
  const { models, card, state, script } = await opened();
  await models.use(card, 'fine-tune');
  expect([state().models.open, state().ownPictures.open]).toEqual([false, true]);
  // Read in the shape that the network takes; the page says that they are converted.
  expect(state().ownPictures.network).toEqual({ side: 28, channels: 1 });
  state().ownPictures.added(own);
  expect(state().ownPictures).toMatchObject({ open: false, network: null });
  await vi.waitFor(() => expect(script.calls.at(-1)).toBe('train'));
  expect(script.calls).toContain(`loadFolder model_index.json card.json onto ${own.id}`);
});

it('closing the panel without a set ends fine-tuning', async () => {
  const { models, card, state, script } = await opened();
  await models.use(card, 'fine-tune');
  state().ownPictures.close();
  state().ownPictures.added(own);
  expect(state().models.open).toBe(false);
  expect(script.calls.some((call) => call.startsWith('loadFolder'))).toBe(false);
});

it('a damaged file is reported with its model, and the run goes on', async () => {
  const spoiled = await hostModel({ ...files, [address]: file.map((byte) => byte ^ 1) });
  try {
    const { models, card, now, state } = await opened(spoiled);
    await models.use(card, 'paint');
    expect(now()).toMatchObject({ work: null, failure: { name: 'digits', report: { code: 'model-spoiled' } } });
    expect(state().run.status?.origin).toBe('seed');
  } finally {
    await spoiled.close();
  }
});

it('a list that cannot be read is reported, and can be requested again', async () => {
  const empty = await hostModel({});
  try {
    const { now } = await opened(empty);
    expect(now()).toMatchObject({ cards: null, listFailure: { code: 'model-spoiled' } });
  } finally {
    await empty.close();
  }
});
