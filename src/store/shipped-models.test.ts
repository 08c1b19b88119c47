import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { experimentOn, recipes, shippedSets } from '../ml/config.ts';
import { type Answer, hostModel, type ModelHost } from '../share/model-host.fixture.ts';
import { open } from './scripted-page.ts';
import type { ModelCard } from './shipped-models.ts';

const { digits } = shippedSets;
const own = { ...digits, id: `own-${'a'.repeat(16)}`, name: 'Mine', hash: 'a'.repeat(64) };
const file = new TextEncoder().encode(JSON.stringify({ experiment: experimentOn(recipes.quick, digits), step: 0 }));
const sha256 = createHash('sha256').update(file).digest('hex');
const card: ModelCard = {
  version: 1,
  name: 'digits',
  dataSet: {
    id: 'digits',
    name: 'Digits',
    side: 28,
    channels: 1,
    class_names: [...digits.classNames],
    counts: digits.counts,
    hash: 'b'.repeat(64),
    licence: '',
    source: '',
    mirrors: false,
  },
  recipe: 'quick',
  parameters: 1000,
  training: { images: 64, steps: 1, seconds: null, machine: null, program: 'this' },
  judge: null,
  freshEyes: null,
  sheet: null,
  licence: '',
  // What the scripted engine reads.
  files: [{ path: 'model_index.json', bytes: file.length, sha256 }],
};
const address = `models/digits/model_index.json?sha256=${sha256}`;
const files: Readonly<Record<string, Answer>> = {
  'models/index.json': '{"version":1,"models":["digits"]}',
  'models/digits/card.json': JSON.stringify(card),
  [address]: file,
};

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

it('one is fetched when it is asked for, takes the place of a run without steps, and paints', async () => {
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

it('a run with steps is replaced only after the visitor has agreed', async () => {
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
  // Read as the network takes them, and it is said that they are converted.
  expect(state().ownPictures.network).toEqual({ side: 28, channels: 1 });
  state().ownPictures.added(own);
  expect(state().ownPictures).toMatchObject({ open: false, network: null });
  await vi.waitFor(() => expect(script.calls.at(-1)).toBe('train'));
  expect(script.calls).toContain(`loadFolder model_index.json card.json onto ${own.id}`);
});

it('the panel that is closed without a set ends it', async () => {
  const { models, card, state, script } = await opened();
  await models.use(card, 'fine-tune');
  state().ownPictures.close();
  state().ownPictures.added(own);
  expect(state().models.open).toBe(false);
  expect(script.calls.some((call) => call.startsWith('loadFolder'))).toBe(false);
});

it('what is spoiled is said with its model, and the run goes on', async () => {
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

it('a list that cannot be read is said, and may be asked for again', async () => {
  const empty = await hostModel({});
  try {
    const { now } = await opened(empty);
    expect(now()).toMatchObject({ cards: null, listFailure: { code: 'model-spoiled' } });
  } finally {
    await empty.close();
  }
});
