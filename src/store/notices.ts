import { type ErrorReport, reportOf } from '../ml/errors.ts';
import type { Room } from './room.ts';
import type { Notice, NoticeBody, NoticesSlice } from './types.ts';

/** More notices than this hide the page; the oldest gives way. */
const limit = 5;

/** Said by `EngineLife` itself when the engine dies, and by nobody when the visitor cancelled: a failed call adds nothing. */
const saidElsewhere: ReadonlySet<ErrorReport['code']> = new Set(['worker-died', 'device-lost', 'cancelled']);

export function createNotices(room: Room): NoticesSlice {
  let lastId = 0;
  const list = (): readonly Notice[] => room.get().notices.list;
  const without = (id: number): void => room.patch('notices', { list: list().filter((notice) => notice.id !== id) });

  return {
    list: [],
    add(body) {
      const known = list().find((notice) => sameBody(notice, body));
      if (known) {
        const counted = list().map((notice) => (notice === known ? { ...notice, count: notice.count + 1 } : notice));
        room.patch('notices', { list: counted });
        return;
      }
      lastId += 1;
      room.patch('notices', { list: [...list(), { ...body, id: lastId, count: 1 }].slice(-limit) });
    },
    dismiss: without,
    report(error) {
      const report = reportOf(error);
      if (report.kind === 'bug') console.error(report.detail);
      if (!saidElsewhere.has(report.code)) room.get().notices.add({ kind: 'error', report });
    },
    continueAutosave(id) {
      without(id);
      room.attempt(async () => {
        const status = await room.call.resumeAutosave();
        room.runStatus.take(status);
        room.patch('run', { draft: status.experiment });
      });
    },
    discardAutosave(id) {
      without(id);
      room.attempt(() => room.call.discardAutosave());
    },
  };
}

function sameBody(notice: Notice, body: NoticeBody): boolean {
  const { id: _id, count: _count, ...known } = notice;
  return textOf(known) === textOf(body);
}

/** Details (stacks) differ from one time to the next; what is said does not. */
function textOf(body: NoticeBody): string {
  return JSON.stringify(body.kind === 'error' ? [body.report.code, body.report.values] : body);
}
