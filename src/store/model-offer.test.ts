import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type Answer, hostModel, type ModelHost } from '../share/model-host.fixture.ts';
import { experiment, modelFiles, stalled } from './offered-model.fixture.ts';
import { isReady } from './run-status.ts';
import { open } from './scripted-page.ts';
import { files as shipped } from './shipped-digits.fixture.ts';

let host: ModelHost;
beforeEach(async () => {
  host = await hostModel({ ...modelFiles, 'stalled.zip': stalled });
});
afterEach(() => host.close());

async function opened(path: string) {
  const page = open(`#v=1&recipe=tiny&model=${host.url}${path}`);
  await page.playground.start();
  return { ...page, offer: () => page.state().modelOffer.offer };
}

describe('a model that a link names', () => {
  it('is offered and not fetched; if declined, it is forgotten', async () => {
    const { state, offer, script } = await opened('');
    expect(offer()).toEqual({
      namedBy: 'link',
      link: `#v=1&recipe=tiny&model=${host.url}`,
      address: host.url,
      url: host.url,
      host: new URL(host.url).host,
      readyMade: null,
      hub: null,
      byItself: false,
      progress: null,
      failure: null,
    });
    state().modelOffer.decline();
    expect(offer()).toBeNull();
    await state().modelOffer.accept();
    expect(host.asked).toEqual([]);
    expect(script.calls.filter((call) => call.startsWith('load'))).toEqual([]);
  });

  it('of the page’s own is in the link that is shared while it opens, and no other', async () => {
    vi.stubGlobal('fetch', () => new Promise(() => {}));
    const own = open('#v=1&recipe=quick&data=digits&model=models/digits&view=paint&embed=1');
    void own.playground.start();
    await vi.waitUntil(() => own.state().modelOffer.offer?.progress);
    expect(own.state().share.link()).toContain('&model=models/digits&');
    expect(own.state().share.linkHasModel()).toBe(true);
    own.state().modelOffer.cancel();
    expect(own.state().share.link()).not.toContain('model=');
    vi.unstubAllGlobals();
    const { state } = await opened('');
    expect(state().share.link()).not.toContain('model=');
  });

  it('replaces the run once it is accepted, from a folder', async () => {
    const { state, offer, script, notices } = await opened('');
    await state().modelOffer.accept();
    expect(script.calls.at(-1)).toBe(`loadFolder ${Object.keys(modelFiles).slice(0, 3).join(' ')}`);
    expect(state().run.status).toMatchObject({ origin: 'checkpoint', experiment });
    expect(state().run.draft).toEqual(experiment);
    expect(notices()).toEqual(['imported']);
    expect(offer()).toBeNull();
  });

  it('is only reported as open if the link leaves training out', async () => {
    const page = open(`#v=1&recipe=tiny&hide=training&model=${host.url}model.zip`);
    await page.playground.start();
    await page.state().modelOffer.accept();
    expect(page.notices()).toEqual(['importedToUse']);
  });

  it('waits for the engine if it is accepted before there is one', async () => {
    const page = open(`#v=1&recipe=tiny&model=${host.url}model.zip`);
    const ready = page.playground.start();
    const accepted = page.state().modelOffer.accept();
    expect(page.state().engine.phase).toBe('starting');
    await Promise.all([ready, accepted]);
    expect(page.state().run.status?.origin).toBe('checkpoint');
  });

  it('shows when it has arrived and when the engine has loaded it, and names keys of the link that it does not use', async () => {
    const page = open(`#v=1&recipe=quick&data=digits&batch=7&seed=42&model=${host.url}model.zip`);
    await page.playground.start();
    const stages = new Set<boolean>();
    page.playground.store.subscribe(({ modelOffer: { offer } }) => {
      if (offer?.progress) stages.add(offer.progress.opening ?? false);
    });
    await page.state().modelOffer.accept();
    expect([...stages]).toEqual([false, true]);
    expect(page.notices()).toEqual(['imported', 'link']);
    const [, unused] = page.state().notices.list;
    const values = expect.objectContaining({ keys: 'recipe, data, batch', recipe: 'tiny', data: 'cifar10' });
    expect(unused).toMatchObject({ kind: 'link', notices: [{ code: 'not-of-model', values }] });
  });

  it('replaces the run from a .zip, too', async () => {
    const { state, script } = await opened('model.zip');
    await state().modelOffer.accept();
    expect(script.calls).toContain('load');
    expect(state().run.status?.origin).toBe('checkpoint');
  });

  it('stays in the link until the run trains further', async () => {
    const { state } = await opened('model.zip');
    expect(state().share.link()).not.toContain('model=');
    await state().modelOffer.accept();
    expect(state().share.link()).toContain(`&model=${host.url}model.zip`);
    expect(state().share.link()).toContain(`&lr=${experiment.learningRate}`);
    expect([state().share.linkReproduces(), state().share.linkHasModel()]).toEqual([true, true]);
    expect(state().share.linkHasModel('form')).toBe(false);
    await state().run.step();
    expect(state().share.link()).not.toContain('model=');
    expect([state().share.linkReproduces(), state().share.linkHasModel()]).toEqual([false, false]);
  });

  it('leaves the link when another run replaces it', async () => {
    const { state } = await opened('model.zip');
    await state().modelOffer.accept();
    await state().run.reset();
    expect(state().share.link()).not.toContain('model=');
  });

  it('of the page’s own host is resolved against the page, and linked as it was written', async () => {
    const { state, goTo } = await opened('');
    goTo('#v=1&model=models/tiny/');
    expect(state().modelOffer.offer).toMatchObject({
      address: 'models/tiny/',
      url: 'https://playground.example/some/path/models/tiny/',
      host: 'playground.example',
    });
    goTo('#v=1&seed=3');
    expect(state().modelOffer.offer).toBeNull();
  });

  it('can be cancelled during the download, without a notice', async () => {
    const { state, offer, notices, script } = await opened('stalled.zip');
    const accepted = state().modelOffer.accept();
    await vi.waitFor(() => expect(offer()?.progress).toEqual({ receivedBytes: 250, totalBytes: 1000 }));
    state().modelOffer.cancel();
    await accepted;
    expect(offer()).toBeNull();
    expect(notices()).toEqual([]);
    expect(script.calls).not.toContain('load');
  });

  it('can be cancelled while the engine loads it, and the run stays', async () => {
    const { state, offer, notices, script } = await opened('model.zip');
    script.slowLoad = true;
    const { status } = state().run;
    const accepted = state().modelOffer.accept();
    await vi.waitFor(() => expect(script.calls).toContain('load'));
    state().modelOffer.cancel();
    await accepted;
    expect(offer()).toBeNull();
    expect(state().run.status).toEqual(status);
    expect(notices()).toEqual([]);
  });

  it('is replaced by the model of another link', async () => {
    const { state, offer, notices, goTo } = await opened('stalled.zip');
    const accepted = state().modelOffer.accept();
    await vi.waitFor(() => expect(offer()?.progress?.receivedBytes).toBe(250));
    goTo(`#v=1&recipe=tiny&model=${host.url}model.zip`);
    await accepted;
    expect(offer()).toMatchObject({ address: `${host.url}model.zip`, progress: null });
    expect(notices()).toEqual(['linkApplied']);
  });

  it('is named in an error if it is not a checkpoint, and not offered again', async () => {
    const { state, offer } = await opened('text.zip');
    const { runId } = state().run.status ?? {};
    await state().modelOffer.accept();
    expect(state().notices.list).toMatchObject([
      { report: { code: 'checkpoint-not-one', values: { name: `${host.url}text.zip`.replace('http://', '') } } },
    ]);
    expect(offer()).toBeNull();
    expect(state().run.status?.runId).toBe(runId);
  });

  it('is offered again if its host could not be reached', async () => {
    const { state, offer, notices } = await opened('model.zip');
    await host.close();
    await state().modelOffer.accept();
    expect(offer()).toMatchObject({ progress: null, failure: { code: 'model-unreachable' } });
    expect(notices()).toEqual([]);
  });
});

describe('a model of the page itself that a link names', () => {
  const link = '#v=1&recipe=quick&data=digits&model=models/digits';
  const openedAt = async (answers: Readonly<Record<string, Answer>>, fields = '') => {
    const own = await hostModel(answers);
    const page = open(link + fields, null, undefined, own.url);
    return { own, ...page, offer: () => page.state().modelOffer.offer };
  };

  it('opens without a question, checked by its card; meanwhile the offer allows cancelling', async () => {
    const { own, playground, state, offer, script, notices } = await openedAt(shipped);
    const ready = playground.start();
    expect(offer()).toMatchObject({ readyMade: 'digits', byItself: true, progress: { receivedBytes: 0 } });
    await ready;
    // A step that is begun now would be lost to it.
    expect(isReady(state())).toBe(false);
    await vi.waitFor(() => expect(offer()).toBeNull());
    expect(isReady(state())).toBe(true);
    expect(script.calls).toContain('loadFolder model_index.json card.json');
    expect(state().modelOffer.source).toMatchObject({ address: 'models/digits' });
    expect(notices()).toEqual(['imported']);
    await own.close();
  });

  it('trains at the learning rate in the link, even if that is the recipe’s own', async () => {
    const { own, playground, offer, script } = await openedAt(shipped, '&lr=0.002');
    await playground.start();
    await vi.waitFor(() => expect(offer()).toBeNull());
    expect(script.calls).toContain('loadFolder model_index.json card.json at 0.002');
    await own.close();
  });

  it('is opened with the settings of its link although the visitor has changed the view meanwhile', async () => {
    const { own, playground, state, offer, script, notices, host } = await openedAt(shipped, '&lr=0.002&batch=7');
    const ready = playground.start();
    state().view.show('paint');
    expect(host.address()).not.toContain('model=');
    await ready;
    await vi.waitFor(() => expect(offer()).toBeNull());
    expect(script.calls).toContain('loadFolder model_index.json card.json at 0.002');
    expect(notices()).toEqual(['imported', 'link']);
    expect(state().notices.list[1]).toMatchObject({
      notices: [{ values: { keys: expect.stringContaining('batch') } }],
    });
    await own.close();
  });

  it('is trained at the rate that the link of an exercise names', async () => {
    const { own, playground, offer, script, goTo, state } = await openedAt(shipped);
    await playground.start();
    await vi.waitFor(() => expect(offer()).toBeNull());
    goTo(`${link}&lr=0.003&task=steps`);
    await vi.waitFor(() => expect(state().modelOffer.offer).toBeNull());
    expect(script.calls).toContain('loadFolder model_index.json card.json at 0.003');
    await own.close();
  });

  it('is offered like any other model if it has no card', async () => {
    const { 'models/digits/card.json': _card, ...without } = shipped;
    const { own, playground, offer, script } = await openedAt(without);
    await playground.start();
    await vi.waitFor(() => expect(offer()).toMatchObject({ readyMade: null, progress: null }));
    expect(script.calls.filter((call) => call.startsWith('load'))).toEqual([]);
    await own.close();
  });

  it('is offered if the browser asks to save data', async () => {
    const { own, playground, offer, host } = await openedAt(shipped);
    host.savesData = true;
    await playground.start();
    expect(offer()).toMatchObject({ readyMade: 'digits', progress: null });
    expect(own.asked).toEqual([]);
    await own.close();
  });

  it('is offered if it would replace a run with steps', async () => {
    const { own, playground, state, offer, goTo } = await openedAt(shipped);
    await playground.start();
    await vi.waitFor(() => expect(offer()).toBeNull());
    await state().run.step();
    goTo('#v=1&recipe=quick&data=digits&seed=5&model=models/digits');
    expect(offer()).toMatchObject({ readyMade: 'digits', progress: null });
    await own.close();
  });

  it('can be tried again if the host does not answer', async () => {
    const { own, playground, offer } = await openedAt(shipped);
    await own.close();
    await playground.start();
    await vi.waitFor(() =>
      expect(offer()).toMatchObject({
        byItself: false,
        failure: { code: 'model-not-here', values: { model: 'digits' } },
      }),
    );
  });
});
