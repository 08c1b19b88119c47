import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { recipes } from '../ml/config.ts';
import { type Answer, hostModel, type ModelHost } from '../share/model-host.fixture.ts';
import { open } from './scripted-page.ts';

const { experiment } = recipes.tiny;
const checkpoint = JSON.stringify({ experiment, step: 0 });
const model: Readonly<Record<string, Answer>> = {
  // What the scripted engine reads.
  'model_index.json': checkpoint,
  'unet/config.json': '{}',
  'unet/diffusion_pytorch_model.safetensors': new Uint8Array(1000),
  'model.zip': checkpoint,
  'text.zip': 'text',
};

/** Sends a first part and no more until the test is over. */
const stalled: Answer = (response) => {
  response.writeHead(200, { 'content-length': 1000 });
  response.write(new Uint8Array(250));
};

let host: ModelHost;
beforeEach(async () => {
  host = await hostModel({ ...model, 'stalled.zip': stalled });
});
afterEach(() => host.close());

async function opened(path: string) {
  const page = open(`#v=1&recipe=tiny&model=${host.url}${path}`);
  await page.playground.start();
  return { ...page, offer: () => page.state().modelOffer.offer };
}

describe('a model that a link names', () => {
  it('is asked about, and not fetched; declined, it is forgotten', async () => {
    const { state, offer, script } = await opened('');
    expect(offer()).toEqual({
      address: host.url,
      url: host.url,
      host: new URL(host.url).host,
      progress: null,
      failure: null,
    });
    state().modelOffer.decline();
    expect(offer()).toBeNull();
    await state().modelOffer.accept();
    expect(host.asked).toEqual([]);
    expect(script.calls.filter((call) => call.startsWith('load'))).toEqual([]);
  });

  it('takes the run’s place once it is accepted, a folder', async () => {
    const { state, offer, script, notices } = await opened('');
    await state().modelOffer.accept();
    expect(script.calls.at(-1)).toBe(`loadFolder ${Object.keys(model).slice(0, 3).join(' ')}`);
    expect(state().run.status).toMatchObject({ origin: 'checkpoint', experiment });
    expect(state().run.draft).toEqual(experiment);
    expect(notices()).toEqual(['imported']);
    expect(offer()).toBeNull();
  });

  it('waits for the engine, accepted before there is one', async () => {
    const page = open(`#v=1&recipe=tiny&model=${host.url}model.zip`);
    const ready = page.playground.start();
    const accepted = page.state().modelOffer.accept();
    expect(page.state().engine.phase).toBe('starting');
    await Promise.all([ready, accepted]);
    expect(page.state().run.status?.origin).toBe('checkpoint');
  });

  it('or a .zip', async () => {
    const { state, script } = await opened('model.zip');
    await state().modelOffer.accept();
    expect(script.calls).toContain('load');
    expect(state().run.status?.origin).toBe('checkpoint');
  });

  it('stays in the link until the run is trained on', async () => {
    const { state } = await opened('model.zip');
    expect(state().share.link()).not.toContain('model=');
    await state().modelOffer.accept();
    expect(state().share.link()).toContain(`&model=${host.url}model.zip`);
    expect(state().share.linkReproduces()).toBe(true);
    await state().run.step();
    expect(state().share.link()).not.toContain('model=');
    expect(state().share.linkReproduces()).toBe(false);
  });

  it('leaves the link when another run takes its place', async () => {
    const { state } = await opened('model.zip');
    await state().modelOffer.accept();
    await state().run.reset();
    expect(state().share.link()).not.toContain('model=');
  });

  it('of the page’s own is resolved against it, and linked as it was written', async () => {
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

  it('is cancelled while it comes, without a word', async () => {
    const { state, offer, notices, script } = await opened('stalled.zip');
    const accepted = state().modelOffer.accept();
    await vi.waitFor(() => expect(offer()?.progress).toEqual({ receivedBytes: 250, totalBytes: 1000 }));
    state().modelOffer.cancel();
    await accepted;
    expect(offer()).toBeNull();
    expect(notices()).toEqual([]);
    expect(script.calls).not.toContain('load');
  });

  it('is cancelled while the engine loads it, and the run stays', async () => {
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

  it('gives way to that of another link', async () => {
    const { state, offer, notices, goTo } = await opened('stalled.zip');
    const accepted = state().modelOffer.accept();
    await vi.waitFor(() => expect(offer()?.progress?.receivedBytes).toBe(250));
    goTo(`#v=1&recipe=tiny&model=${host.url}model.zip`);
    await accepted;
    expect(offer()).toMatchObject({ address: `${host.url}model.zip`, progress: null });
    expect(notices()).toEqual(['linkApplied']);
  });

  it('is named where it is no checkpoint, and not offered again', async () => {
    const { state, offer } = await opened('text.zip');
    const { runId } = state().run.status ?? {};
    await state().modelOffer.accept();
    expect(state().notices.list).toMatchObject([
      { report: { code: 'checkpoint-not-one', values: { name: `${host.url}text.zip`.replace('http://', '') } } },
    ]);
    expect(offer()).toBeNull();
    expect(state().run.status?.runId).toBe(runId);
  });

  it('is offered again where its host could not be reached', async () => {
    const { state, offer, notices } = await opened('model.zip');
    await host.close();
    await state().modelOffer.accept();
    expect(offer()).toMatchObject({ progress: null, failure: { code: 'model-unreachable' } });
    expect(notices()).toEqual([]);
  });
});
