/**
 * The page's address: the links that are opened in it, and the current settings that are written
 * into it.
 */
import type { DataSetDescription, Experiment } from '../ml/config.ts';
import { type DecodedLink, decodeLink, encodeLink } from '../share/link.ts';
import { linkIn, withField } from '../share/link-address.ts';
import { withLanguage } from '../share/link-language.ts';
import { wholePage } from '../share/page-frame.ts';
import { taskKey } from '../share/tasks.ts';
import { standardView } from '../share/view-names.ts';
import type { StoreContext } from './context.ts';
import { sameExperiment, waitsForReset } from './form-and-run.ts';
import { hasBegun } from './run-status.ts';
import { isSameModel } from './task-model.ts';
import type { MessageName, ViewSlice } from './types.ts';

/** What only the browser can do. */
export interface AddressHost {
  /**
   * Writes a link into the page's address: `push` adds an entry to the history, `replace` replaces
   * the current one.
   */
  noteAddress(link: string, how: 'push' | 'replace'): void;
  /** Shows the view from its top. */
  toTop(): void;
  /**
   * Whether the page wrote the address with `noteAddress`; false for a link that somebody opened.
   */
  isNoted(): boolean;
}

export interface PageAddress {
  /** The link that the page was opened with. */
  readonly linked: DecodedLink;
  /** Its experiment, if somebody sent the link. */
  readonly sent: Experiment | null;
  /** Its exercise. */
  readonly exercise: Pick<ViewSlice, 'task' | 'taskModel'>;
  /** Writes the current settings into the address. */
  note(how: 'push' | 'replace'): void;
  /** Changes only the language in the address. */
  noteLanguage(): void;
  /** Takes only the exercise out of the address. */
  noteNoTask(): void;
  /**
   * Adds notices for what could not be used of `linked`, and asks for the model and the set that it
   * needs.
   */
  start(): void;
  /** Another link was opened in this page, or Back or Forward was pressed. */
  open(): void;
}

/** The settings in a link, without the view. */
const settingsIn = ({ experiment, look, model, wanted, backend }: DecodedLink): string =>
  `${encodeLink({ experiment, look, ...(model !== undefined && { model }) })} ${wanted?.id} ${backend}`;

const exerciseIn = ({ task, model }: DecodedLink, text: string): PageAddress['exercise'] => ({
  task: task ?? null,
  taskModel: task !== undefined && model !== undefined ? { address: model, link: text } : null,
});

/** `ownSets`: the visitor's sets, as far as they are known when the page opens. */
export function createPageAddress(
  context: StoreContext,
  address: () => string,
  page: AddressHost,
  ownSets: readonly DataSetDescription[],
): PageAddress {
  const first = { text: linkIn(address()), isSent: !page.isNoted() };
  const linked = decodeLink(first.text, ownSets);
  const backend = linked.backend ?? 'auto';
  /** The settings in the address. */
  let addressed = settingsIn(linked);

  /**
   * The experiment of a link that somebody sent. A reload or Back opens the page's own address
   * again, which does not count.
   */
  const sentBy = ({ experiment, model, task }: DecodedLink, text: string, isSent: boolean): Experiment | null =>
    isSent && model === undefined && task === undefined && /\brecipe=/.test(text) ? experiment : null;

  /**
   * An address that already has these settings stays as it is written: a bare address stays bare.
   */
  function note(how: 'push' | 'replace'): void {
    const { share, run, dataSets, frame, view } = context.get();
    const link = share.link(hasBegun(run.status) ? 'run' : 'form', { frame, view: view.name });
    const settings = settingsIn({
      ...decodeLink(linkIn(link), dataSets.own),
      ...(linked.backend && { backend: linked.backend }),
    });
    // Like frame and exercise, the backend belongs to the page, not to the run: it survives a
    // reload.
    const onBackend = backend === 'auto' ? '' : `&backend=${backend}`;
    const asBefore = how === 'replace' && settings === addressed;
    page.noteAddress(asBefore ? address() : link + onBackend, how);
    addressed = settings;
  }

  function noteLanguage(): void {
    page.noteAddress(withLanguage(address(), context.get().language.inLinks), 'replace');
  }

  const sayNotices = ({ notices }: DecodedLink): void => {
    if (notices.length > 0) context.get().notices.add({ kind: 'link', notices });
  };

  /**
   * Once the set has been added, the same link is opened again, whatever the address says by then.
   */
  const wantSet = ({ wanted }: DecodedLink, text: string, isSent: boolean): void => {
    if (wanted) context.get().ownPictures.want(wanted, () => take(text, isSent));
  };

  /** Whether the run is the one that the link opens, at whatever learning rate. */
  function isCurrent({ experiment, model }: DecodedLink, text: string): boolean {
    const { run, modelOffer } = context.get();
    const { status } = run;
    if (!status) return false;
    const { source } = modelOffer;
    if (model !== undefined)
      return source?.runId === status.runId && isSameModel(source, { address: model, link: text });
    const { learningRate } = status.experiment;
    return sameExperiment({ ...experiment, learningRate }, status.experiment);
  }

  function open(): void {
    const { hash } = new URL(address());
    if (hash !== '' && !/=|%3D/i.test(hash)) return; // an anchor of the page
    const text = linkIn(address());
    const isSent = !page.isNoted();
    const { view, frame, language } = decodeLink(text, context.get().dataSets.own);
    context.patch('view', { name: view ?? standardView });
    context.patch('frame', frame ?? wholePage);
    if (isSent) {
      if (language) context.get().language.follow(language);
      page.toTop();
    } else noteLanguage(); // the page's own entries of the history do not undo a choice that came later
    take(text, isSent);
  }

  /** Takes the settings of a link. */
  function take(text: string, isSent: boolean): void {
    const { dataSets, run, look, restore, notices, modelOffer } = context.get();
    const link = decodeLink(text, dataSets.own);
    // The page's own entries do not undo a run that has begun, either.
    const runStays = !isSent && hasBegun(run.status);
    const isOther = runStays && !isCurrent(link, text);
    // The steps of an exercise are shown only above its own run.
    context.patch('view', isOther ? { task: null, taskModel: null } : exerciseIn(link, text));
    if (isSent && link.task) {
      openTask(link, text);
      return;
    }
    // Back and Forward between two views of the same settings change nothing else.
    if (settingsIn(link) === addressed && link.notices.length === 0) return;
    addressed = settingsIn(link);
    if (isOther) note('replace'); // the address says what is shown
    if (runStays) return;
    sayNotices(link);
    wantSet(link, text, isSent);
    look.set(link.look);
    context.patch('view', { sent: sentBy(link, text, isSent) });
    modelOffer.propose(link.model ?? null, { namedBy: 'link', link: text });
    // The visitor's own picture stays until the visitor returns to the test images.
    if (restore.source === 'test-image') void restore.pickTestImage(link.look.restoreImage);
    run.propose(link.experiment);
    const say = (message: MessageName): void => notices.add({ kind: 'message', message, values: {} });
    say(waitsForReset(link.experiment, run.status) ? 'linkAfterReset' : 'linkApplied');
    if ((link.backend ?? 'auto') !== backend) say('linkBackend');
  }

  /**
   * An exercise is to be done at once: it replaces the run, which Runs keeps. Its steps on the page
   * say what it is, so no notice does.
   */
  function openTask(link: DecodedLink, text: string): void {
    addressed = settingsIn(link);
    page.noteAddress(address(), 'replace'); // coming back here does not replace the run again
    sayNotices(link);
    wantSet(link, text, true);
    const { look, run, restore, modelOffer, engine, view } = context.get();
    look.set(link.look);
    context.patch('view', { sent: null });
    modelOffer.propose(link.model ?? null, { namedBy: 'task', link: text });
    if (restore.source === 'test-image') void restore.pickTestImage(link.look.restoreImage);
    if (link.model !== undefined) {
      run.overtake(); // the run is the model's
      return;
    }
    context.attempt(async () => {
      const end = await run.replaceWith(link.experiment);
      if (end === 'replaced') engine.prepare();
      if (end !== 'failed') return;
      run.withdraw();
      view.closeTask();
    });
  }

  return {
    linked,
    exercise: exerciseIn(linked, first.text),
    sent: sentBy(linked, first.text, first.isSent),
    note,
    noteLanguage,
    noteNoTask: () => page.noteAddress(withField(address(), taskKey, null), 'replace'),
    start() {
      sayNotices(linked);
      context.get().modelOffer.propose(linked.model ?? null, { namedBy: 'link', link: first.text });
      wantSet(linked, first.text, first.isSent);
    },
    open,
  };
}
