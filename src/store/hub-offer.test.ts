/** A model of the hub that a link names: described first, then loaded. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { PlaygroundError } from '../ml/errors.ts';
import { type HostedHub, hostHub, mainCommit } from '../share/hub/hub.fixture.ts';
import { modelFiles, stalled } from './offered-model.fixture.ts';
import { open } from './scripted-page.ts';

let hub: HostedHub;
beforeEach(async () => {
  const stalledOnCdn = { '/cdn/ada/slow/unet/diffusion_pytorch_model.safetensors': stalled };
  hub = await hostHub({
    'ada/model': { files: modelFiles, info: { cardData: { license: 'mit' } } },
    'ada/slow': { files: modelFiles, instead: stalledOnCdn },
    'ada/damaged': {
      files: modelFiles,
      instead: { '/cdn/ada/damaged/unet/diffusion_pytorch_model.safetensors': (to) => void to.end('x') },
    },
  });
});
afterEach(() => hub.close());

async function linked(name: string, fields = '') {
  const page = open(fields || `#v=1&recipe=tiny&model=hf:${name}`, null, hub.origin);
  await page.playground.start();
  return { ...page, offer: () => page.state().modelOffer.offer };
}
const described = ['model_index.json', 'unet/config.json'];

it('is offered before anything is requested from the hub', async () => {
  const { offer, state } = await linked('ada/model');
  const url = `${hub.origin}/ada/model`;
  expect(offer()).toMatchObject({ address: 'hf:ada/model', url, host: new URL(url).host, hub: { facts: null } });
  state().modelOffer.decline();
  expect(hub.asked).toEqual([]);
});

it('is described, then loaded; from then on the link names the commit', async () => {
  const { offer, state, script, notices } = await linked('ada/model');
  await state().modelOffer.accept();
  expect(offer()?.hub?.facts).toMatchObject({ repository: 'ada/model', commit: mainCommit, licence: 'mit' });
  expect(offer()?.hub?.facts?.files.map(({ path }) => path)).toEqual([
    ...described,
    'unet/diffusion_pytorch_model.safetensors',
  ]);
  expect(hub.asked.filter((asked) => asked.startsWith('cdn'))).toEqual([]);
  expect(script.calls.at(-1)).toBe(`checkConfigurations ${described.join(' ')}`);
  await state().modelOffer.accept();
  expect(script.calls.at(-1)).toBe(
    `loadFolder ${described.join(' ')} based_on.json unet/diffusion_pytorch_model.safetensors`,
  );
  expect(offer()).toBeNull();
  expect(notices()).toEqual(['imported']);
  const link = new URLSearchParams(new URL(state().share.link()).hash.slice(1));
  expect(link.get('model')).toBe(`hf:ada/model@${mainCommit}`);
});

it('may also be named by the address of its page', async () => {
  const { offer, state } = await linked('', '#v=1&recipe=tiny');
  state().modelOffer.propose('https://huggingface.co/ada/model/tree/main', { namedBy: 'visitor', link: null });
  await state().modelOffer.accept();
  expect(offer()).toMatchObject({ namedBy: 'visitor', hub: { facts: { commit: mainCommit } } });
});

it('is refused for its configuration before its weights are fetched, and the run stays', async () => {
  const { offer, state, script, notices } = await linked('ada/model');
  script.refusedConfiguration = new PlaygroundError('model-config', {
    field: 'sample_size',
    value: 256,
    allowed: '',
  });
  const { status } = state().run;
  await state().modelOffer.accept();
  expect(notices()).toEqual(['model-config']);
  expect(offer()).toBeNull();
  expect(state().run.status).toEqual(status);
  expect(hub.asked.filter((asked) => asked.startsWith('cdn'))).toEqual([]);
});

it('that does not exist is named in an error', async () => {
  const { offer, state, notices } = await linked('ada/none');
  await state().modelOffer.accept();
  expect(notices()).toEqual(['hub-missing']);
  expect(offer()).toBeNull();
});

it('that arrives damaged is offered again, with its description', async () => {
  const { offer, state, script } = await linked('ada/damaged');
  await state().modelOffer.accept();
  await state().modelOffer.accept();
  expect(offer()).toMatchObject({
    failure: { code: 'hub-damaged' },
    progress: null,
    hub: { facts: { commit: mainCommit } },
  });
  expect(script.calls.filter((call) => call.startsWith('load'))).toEqual([]);
});

it('can be cancelled halfway, and nothing has changed', async () => {
  const { offer, state, script, notices } = await linked('ada/slow');
  await state().modelOffer.accept();
  const accepted = state().modelOffer.accept();
  await vi.waitFor(() => expect(offer()?.progress).toEqual({ receivedBytes: 250, totalBytes: 1000 }));
  state().modelOffer.cancel();
  await accepted;
  expect(offer()).toBeNull();
  expect(notices()).toEqual([]);
  expect(script.calls.filter((call) => call.startsWith('load'))).toEqual([]);
});
