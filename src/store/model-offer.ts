import { PlaygroundError, reportOf } from '../ml/errors.ts';
import { hubReference, writeHubReference } from '../share/hub/address.ts';
import type { HubModel } from '../share/hub/model.ts';
import { rateInLink } from '../share/link.ts';
import { readyMadeIn } from '../share/model-address.ts';
import { shorten } from '../share/shorten.ts';
import type { ChosenTraining, LoadedRun, RunStatus } from '../workers/protocol.ts';
import type { StoreContext } from './context.ts';
import { importRun } from './import-run.ts';
import { asksForSet } from './missing-set.ts';
import { losesSteps } from './run-status.ts';
import type { ModelOffer, ModelOfferSlice, ModelProgress } from './types.ts';

/** Interval in ms of progress updates: the bytes come in thousands of pieces. */
const progressIntervalMs = 100;

/** Errors after which a second try may succeed. */
const worthAnotherTry: ReadonlySet<string> = new Set([
  'model-unreachable',
  'model-not-here',
  'model-refused',
  'model-cut-short',
  'hub-busy',
  'hub-answer',
  'hub-damaged',
  'worker-died',
  'device-lost',
]);

/**
 * `hubOrigin`: the Hugging Face hub, or the mirror that the page's host has chosen. A link cannot
 * choose it.
 */
export function createModelOffer(
  context: StoreContext,
  pageAddress: () => string,
  hubOrigin: string,
  savesData: () => boolean,
): ModelOfferSlice {
  let aborter = new AbortController();
  /** The hub's description of the offered model. */
  let described: HubModel | null = null;
  const offer = () => context.get().modelOffer.offer;

  async function engineIsReady(): Promise<void> {
    await context.ready.catch(() => {
      throw new PlaygroundError('worker-died'); // the reason has been reported
    });
  }

  // Few links name a model, so the code that fetches one is loaded with the first.
  async function describe(accepted: ModelOffer, signal: AbortSignal): Promise<void> {
    const reference = hubReference(accepted.address);
    if (!reference) return;
    await engineIsReady();
    const { lookAt } = await import('../share/hub/model.ts');
    const model = await lookAt(reference, { access: { origin: hubOrigin }, signal });
    await context.call.checkConfigurations(model.small);
    if (signal.aborted) return;
    described = model;
    const { repository, revision: commit } = model.reference;
    const { licence, files, totalBytes } = model;
    const facts = { repository, commit, licence, files, totalBytes };
    // A link shared from now on names the commit, so that it opens the model that was seen here.
    const address = writeHubReference(model.reference);
    context.patch('modelOffer', { offer: { ...accepted, address, failure: null, hub: { isLooking: false, facts } } });
  }

  /** `agreed`: the visitor has agreed, so a folder without a card may be loaded too. */
  async function load(accepted: ModelOffer, agreed: boolean, signal: AbortSignal): Promise<void> {
    const { url, address, namedBy, link, readyMade } = accepted;
    const shipped = described ? null : await loadShipped(readyMade, signal);
    if (readyMade !== null && !shipped && !agreed) {
      if (!signal.aborted) context.patch('modelOffer', { offer: { ...accepted, readyMade: null } });
      return;
    }
    const arrived = described
      ? await loadDescribed(described, signal)
      : (shipped ?? (await loadFrom(new URL(url), shorten(url.replace(/^https?:\/\//, ''), 60), signal)));
    if (signal.aborted) throw new PlaygroundError('cancelled');
    const received = offer();
    if (received?.progress)
      context.patch('modelOffer', { offer: { ...received, progress: { ...received.progress, opening: true } } });
    await engineIsReady();
    if (signal.aborted) throw new PlaygroundError('cancelled');
    // The steps of an exercise say what its model is for.
    const isAnnounced = namedBy === 'visitor' || context.get().view.task === null;
    const training = link === null ? {} : chosenIn(link);
    const model = { address, link };
    const status = await importRun(context, arrived.name, () => arrived.load(training), model, isAnnounced);
    if (namedBy === 'link' && link !== null) await sayUnused(link, arrived.name, status);
    if (!signal.aborted) withdraw();
  }

  async function sayUnused(link: string, name: string, status: RunStatus): Promise<void> {
    const { unusedOfLink } = await import('./unused-of-link.ts');
    const { notices, dataSets } = context.get();
    const unused = unusedOfLink(link, dataSets.own, name, status);
    if (unused) notices.add({ kind: 'link', notices: [unused] });
  }

  async function loadDescribed(model: HubModel, signal: AbortSignal): Promise<Arrived> {
    const { fetchModelOf } = await import('../share/hub/model.ts');
    const files = await fetchModelOf(model, { access: { origin: hubOrigin }, signal }, telling(signal));
    return {
      name: model.reference.repository,
      load: (training) => context.call.loadFolder(files, signal, training),
    };
  }

  async function loadFrom(url: URL, name: string, signal: AbortSignal): Promise<Arrived> {
    const { fetchModel } = await import('../share/model-fetch.ts');
    const model = await fetchModel(url, { signal, onProgress: telling(signal) });
    const load = (training: ChosenTraining) =>
      model.kind === 'zip'
        ? context.call.load(model.bytes, signal, training)
        : context.call.loadFolder(model.files, signal, training);
    return { name, load };
  }

  /**
   * A model that ships with the page, checked by its card; null for a folder without a card, and
   * for any other address.
   */
  async function loadShipped(name: string | null, signal: AbortSignal): Promise<Arrived | null> {
    if (name === null) return null;
    const { fetchNamed } = await import('../models/shipped.ts');
    const { keptFiles } = await import('../offline/kept-files.ts');
    const files = await fetchNamed(context.modelsRoot, name, {
      signal,
      onProgress: telling(signal),
      cache: keptFiles('models'),
    });
    if (files === null) return null;
    return { name, load: (training) => context.call.loadFolder(files, signal, { ...ownSet(), ...training }) };
  }

  /** The link may name one of the visitor's own sets to continue training on. */
  function ownSet(): ChosenTraining {
    const { data } = context.get().run.draft;
    return data.startsWith('own-') ? { data } : {};
  }

  function telling(signal: AbortSignal): (progress: ModelProgress) => void {
    let newest: ModelProgress | null = null;
    let waits = false;
    const tell = (): void => {
      waits = false;
      const current = offer();
      if (signal.aborted || !current?.progress || !newest) return;
      const { opening } = current.progress;
      context.patch('modelOffer', { offer: { ...current, progress: { ...newest, ...(opening && { opening }) } } });
    };
    return (progress) => {
      newest = progress;
      if (!waits) setTimeout(tell, progressIntervalMs);
      waits = true;
    };
  }

  function withdraw(): void {
    aborter.abort();
    described = null;
    context.patch('modelOffer', { offer: null });
  }

  async function take(agreed: boolean): Promise<void> {
    const accepted = offer();
    if (!accepted || accepted.progress || accepted.hub?.isLooking) return;
    aborter = new AbortController();
    const { signal } = aborter;
    const looks = accepted.hub && accepted.hub.facts === null;
    const progress: ModelProgress = { receivedBytes: 0, totalBytes: null };
    const begun: ModelOffer = looks
      ? { ...accepted, failure: null, hub: { isLooking: true, facts: null } }
      : { ...accepted, failure: null, byItself: !agreed, progress };
    context.patch('modelOffer', { offer: begun });
    try {
      await (looks ? describe(accepted, signal) : load(accepted, agreed, signal));
    } catch (error) {
      // The caller that cancelled has already removed or replaced the offer.
      if (signal.aborted) return;
      const failure = reportOf(error);
      if (worthAnotherTry.has(failure.code)) {
        context.patch('modelOffer', { offer: { ...accepted, failure } });
      } else {
        withdraw();
        const again = (): void => context.get().modelOffer.propose(accepted.address, accepted);
        if (!asksForSet(context, error, again)) context.get().notices.report(error);
      }
    }
  }

  return {
    offer: null,
    source: null,
    propose(address, { namedBy, link }) {
      withdraw();
      if (address === null) return;
      const reference = hubReference(address);
      const { href: url, host } = reference
        ? new URL(reference.repository, `${hubOrigin}/`)
        : new URL(address, pageAddress());
      const hub = reference && { isLooking: false, facts: null };
      const readyMade = readyMadeIn(address);
      context.patch('modelOffer', {
        offer: { namedBy, link, address, url, host, readyMade, hub, byItself: false, progress: null, failure: null },
      });
      // The model ships with the page, so no other host has to be trusted; and no step is lost. An
      // exercise replaces the run, which Runs keeps.
      const replaces = namedBy === 'task' || (namedBy === 'link' && !losesSteps(context));
      if (readyMade !== null && replaces && !savesData()) void take(false);
    },
    accept: () => take(true),
    decline: withdraw,
    cancel: withdraw,
  };
}

/** The link is the one that names the model: the visitor may have gone on to another meanwhile. */
function chosenIn(link: string): ChosenTraining {
  const learningRate = rateInLink(link);
  return learningRate === undefined ? {} : { learningRate };
}

interface Arrived {
  /** The name in a notice. */
  readonly name: string;
  load(training: ChosenTraining): Promise<LoadedRun>;
}
