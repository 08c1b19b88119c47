import { type ErrorCode, type ErrorReport, reportOf } from '../ml/errors.ts';
import { leavesOut } from '../share/page-frame.ts';
import type { StoreContext } from './context.ts';
import { asksForSet } from './missing-set.ts';
import { showLoaded } from './run-slice.ts';
import { isRunning } from './run-status.ts';
import type { Success } from './types/notices.ts';
import type { Notice, NoticeBody, NoticesSlice } from './types.ts';

/**
 * More notices than this would hide the page. The oldest is dropped, unless it holds an offer that
 * appears nowhere else.
 */
const limit = 5;

/**
 * `EngineLife` reports the death of the engine itself, and a cancellation needs no report: a failed
 * call adds no notice for these.
 */
const saidElsewhere: ReadonlySet<ErrorReport['code']> = new Set(['worker-died', 'device-lost', 'cancelled']);

export function createNotices(context: StoreContext): NoticesSlice {
  let lastId = 0;
  const list = (): readonly Notice[] => context.get().notices.list;
  const without = (id: number): void => context.patch('notices', { list: list().filter((notice) => notice.id !== id) });

  /**
   * An offer that needs an engine waits for one: if it is pressed while a new engine is made, it
   * stays.
   */
  const isReady = (): boolean => context.get().engine.phase === 'ready';

  const offerOf = (id: number) =>
    list().find(
      (notice): notice is Extract<Notice, { kind: 'autosave' }> => notice.id === id && notice.kind === 'autosave',
    );

  /** Offers the run that was saved before the offered one; after the oldest, the newest again. */
  async function offerAnother(): Promise<void> {
    const offer = await context.call.offerAnother();
    if (offer) put({ kind: 'autosave', ...offer });
  }

  function put(said: NoticeBody): void {
    const body = foldShards(said, list());
    const known = list().find((notice) => sameBody(notice, body));
    if (known) {
      const counted = list().map((notice) => (notice === known ? { ...notice, count: notice.count + 1 } : notice));
      context.patch('notices', { list: counted });
      return;
    }
    lastId += 1;
    const others = list().filter((notice) => !isReplacedBy(notice, body));
    context.patch('notices', { list: bounded([...others, { ...body, id: lastId, count: 1 }]) });
  }

  return {
    list: [],
    add(said) {
      if (isUnsaved(said) && leavesOut(context.get().frame, 'training')) return;
      if (said.kind !== 'error' || said.report.code !== 'part-missing') put(said);
      else context.attempt(async () => put((await context.isRenewed()) ? renewed : said));
    },
    dismiss(id) {
      if (list().some((notice) => notice.id === id && notice.kind === 'reset')) context.get().run.forgetReset();
      without(id);
    },
    report(error) {
      const report = reportOf(error);
      if (report.kind === 'bug') console.error(report.detail);
      if (!saidElsewhere.has(report.code)) context.get().notices.add({ kind: 'error', report });
    },
    mended(success) {
      const rest = list().filter((notice) => !isMendedBy(notice, success));
      if (rest.length < list().length) context.patch('notices', { list: rest });
    },
    continueAutosave(id) {
      if (!isReady()) return;
      const offer = offerOf(id);
      without(id);
      context.attempt(async () => {
        try {
          await context.get().runs.settle();
          showLoaded(context, await context.call.resumeAutosave());
        } catch (error) {
          // The offer stays until the set has been added: the visitor may close the panel instead.
          if (offer && asksForSet(context, error, () => context.get().notices.continueAutosave(id)))
            context.patch('notices', { list: [...list(), offer] });
          else throw error;
        }
      });
    },
    discardAutosave(id) {
      if (!isReady()) return;
      const others = offerOf(id)?.others ?? false;
      without(id);
      context.attempt(async () => {
        await context.call.discardAutosave();
        if (others) await offerAnother();
      });
    },
    offerAnother(id) {
      if (!isReady()) return;
      without(id);
      context.attempt(offerAnother);
    },
    takeBackReset(id, name) {
      if (!isReady()) return;
      const offer = list().find((notice) => notice.id === id);
      if (offer?.kind !== 'reset') return;
      without(id);
      const { keptId } = offer;
      if (keptId === null) void context.get().run.takeBack();
      else
        context.attempt(async () => {
          await context.get().runs.open(keptId, name);
          context.get().run.forgetReset();
        });
    },
    openKept(id, name) {
      if (!isReady()) return;
      const offer = list().find((notice) => notice.id === id);
      without(id);
      if (offer?.kind === 'kept') context.attempt(() => context.get().runs.open(offer.keptId, name));
    },
    startEngineAgain(id) {
      without(id);
      context.get().engine.startAgain();
    },
    trainWithBatchSize(id, batchSize) {
      if (!isReady()) return;
      without(id);
      void context.get().run.trainWithBatchSize(batchSize);
    },
  };
}

/** That the run cannot be saved. A page without training has no run to lose. */
export const isUnsaved = (notice: NoticeBody): boolean =>
  notice.kind === 'error' && ['storage-full', 'storage-unavailable'].includes(notice.report.code);

/**
 * The page's files have been replaced since it was opened, and old files that it still requests are
 * gone.
 */
const renewed: NoticeBody = { kind: 'message', message: 'renewed', values: {} };

const isOffer = (notice: NoticeBody): boolean =>
  notice.kind === 'autosave' ||
  notice.kind === 'reset' ||
  notice.kind === 'kept' ||
  notice.kind === 'lost-early' ||
  (notice.kind === 'error' && notice.report.code === 'step-out-of-memory') ||
  (notice.kind === 'message' && ['gaveUp', 'renewed', 'update'].includes(notice.message));

function bounded(list: readonly Notice[]): readonly Notice[] {
  const passing = list.filter((notice) => !isOffer(notice));
  const gone = new Set(passing.slice(0, Math.max(0, passing.length - limit)));
  return list.filter((notice) => !gone.has(notice));
}

/** The data set has fifty shards, and one cause often removes them all: one notice lists them. */
function foldShards(body: NoticeBody, list: readonly Notice[]): NoticeBody {
  if (body.kind !== 'error' || !isOfShard(body.report)) return body;
  const told = list.find((notice) => notice.kind === 'shards')?.reports ?? [];
  const { file } = body.report.values;
  return { kind: 'shards', reports: [...told.filter((report) => report.values.file !== file), body.report] };
}

const isOfShard = ({ code }: ErrorReport): boolean => code === 'data-shard-missing' || code === 'data-shard-corrupt';

/**
 * Only one notice of each of these kinds is shown: there is one list of shards, one link, one run
 * to take back and one batch size to offer.
 */
function isReplacedBy(notice: Notice, body: NoticeBody): boolean {
  if (notice.kind === body.kind) return ['shards', 'link', 'reset', 'kept', 'lost-early'].includes(body.kind);
  // It already reports the two deaths, and that there is an engine again.
  if (body.kind !== 'lost-early') return false;
  if (notice.kind === 'error') return notice.report.code === 'device-lost' || notice.report.code === 'worker-died';
  return notice.kind === 'message' && (notice.message === 'restarted' || notice.message === 'restartedFresh');
}

function sameBody(notice: Notice, body: NoticeBody): boolean {
  const { id: _id, count: _count, ...known } = notice;
  return textOf(known) === textOf(body);
}

/** Ignores details (stacks), which differ each time for the same notice. */
function textOf(body: NoticeBody): string {
  const said = ({ code, values }: ErrorReport) => [code, values];
  if (body.kind === 'error') return JSON.stringify(said(body.report));
  if (body.kind === 'shards') return JSON.stringify(body.reports.map(said).sort());
  return JSON.stringify(body);
}

/** Which complaints a success removes, so that the visitor need not dismiss them. */
const mendedBy: Readonly<Record<Success, (code: ErrorCode) => boolean>> = {
  picture: (code) => code.startsWith('image-'),
  // What was assumed in order to open it is not a complaint.
  model: (code) => /^(checkpoint|model|hub|scheduler)-/.test(code) && code !== 'checkpoint-notice',
  samples: (code) => code === 'out-of-memory' || code === 'model-closed',
};

const isMendedBy = (notice: Notice, success: Success): boolean =>
  notice.kind === 'error' && mendedBy[success](notice.report.code);

/**
 * Withdraws the offer to continue a run of an earlier visit once the visitor trains or opens
 * another. The run stays saved, and is offered at the next visit.
 */
export function withdrawOfferWhenUnused(context: StoreContext): void {
  context.subscribe(({ run: { status } }, { run: { status: before } }) => {
    const trains = isRunning(status) && !isRunning(before);
    const opens = status?.origin === 'checkpoint' && status.runId !== before?.runId;
    if (!trains && !opens) return;
    const { list, dismiss } = context.get().notices;
    for (const { id, kind } of list) if (kind === 'autosave') dismiss(id);
  });
}
