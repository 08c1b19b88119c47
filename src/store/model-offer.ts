import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { shorten } from '../share/shorten.ts';
import { importRun } from './import-run.ts';
import { asksForSet } from './missing-set.ts';
import type { Room } from './room.ts';
import type { ModelOfferSlice, ModelProgress } from './types.ts';

/** Bytes come in thousands of pieces; the page says so this often. */
const progressIntervalMs = 100;

/** What may go better the second time. */
const worthAnotherTry: ReadonlySet<string> = new Set([
  'model-unreachable',
  'model-refused',
  'model-cut-short',
  'worker-died',
  'device-lost',
]);

export function createModelOffer(room: Room, pageAddress: () => string): ModelOfferSlice {
  let aborter = new AbortController();
  const offer = () => room.get().modelOffer.offer;

  async function load(url: string, address: string, signal: AbortSignal): Promise<void> {
    await room.ready.catch(() => {
      throw new PlaygroundError('worker-died'); // why, has been said
    });
    // Few links name a model: what fetches one comes with the first that does.
    const { fetchModel } = await import('../share/model-fetch.ts');
    const model = await fetchModel(new URL(url), { signal, onProgress: telling(signal) });
    if (signal.aborted) throw new PlaygroundError('cancelled');
    const status = await importRun(room, shorten(url.replace(/^https?:\/\//, ''), 60), () =>
      model.kind === 'zip' ? room.call.load(model.bytes, signal) : room.call.loadFolder(model.files, signal),
    );
    room.patch('modelOffer', { source: { address, runId: status.runId, step: status.step } });
  }

  function telling(signal: AbortSignal): (progress: ModelProgress) => void {
    let newest: ModelProgress | null = null;
    let waits = false;
    const tell = (): void => {
      waits = false;
      const current = offer();
      if (!signal.aborted && current?.progress) room.patch('modelOffer', { offer: { ...current, progress: newest } });
    };
    return (progress) => {
      newest = progress;
      if (!waits) setTimeout(tell, progressIntervalMs);
      waits = true;
    };
  }

  function withdraw(): void {
    aborter.abort();
    room.patch('modelOffer', { offer: null });
  }

  return {
    offer: null,
    source: null,
    propose(address) {
      withdraw();
      if (address === null) return;
      const { href, host } = new URL(address, pageAddress());
      room.patch('modelOffer', { offer: { address, url: href, host, progress: null, failure: null } });
    },
    async accept() {
      const accepted = offer();
      if (!accepted || accepted.progress) return;
      aborter = new AbortController();
      const { signal } = aborter;
      const progress: ModelProgress = { receivedBytes: 0, totalBytes: null };
      room.patch('modelOffer', { offer: { ...accepted, progress, failure: null } });
      try {
        await load(accepted.url, accepted.address, signal);
        if (!signal.aborted) room.patch('modelOffer', { offer: null });
      } catch (error) {
        // Whoever cancelled has already taken the offer away, or put another in its place.
        if (signal.aborted) return;
        const failure = reportOf(error);
        if (worthAnotherTry.has(failure.code)) {
          room.patch('modelOffer', { offer: { ...accepted, failure } });
        } else {
          room.patch('modelOffer', { offer: null });
          const again = (): void => room.get().modelOffer.propose(accepted.address);
          if (!asksForSet(room, error, again)) room.get().notices.report(error);
        }
      }
    },
    decline: withdraw,
    cancel: withdraw,
  };
}
