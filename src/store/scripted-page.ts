/** For the store's tests: a page on the scripted engine. Timers must be fake. */
import { vi } from 'vitest';
import { type LanguageTag, original } from '../words/languages.ts';
import { createPlayground } from './playground.ts';
import type { ContinuedRun } from './redeployed-page.ts';
import type { ResetNote } from './reset-note.ts';
import type { RunPlace } from './runs/place.ts';
import { scriptEngine } from './scripted-engine.ts';

export function open(
  hash = '#v=1&recipe=article',
  continued: ContinuedRun | null = null,
  hubOrigin = 'https://hub.invalid',
  page = 'https://playground.example/some/path/',
  runPlace?: () => Promise<RunPlace>,
  browser: { readonly preferred: LanguageTag; remembered: LanguageTag | null } = {
    preferred: original,
    remembered: null,
  },
) {
  const script = scriptEngine();
  let address = page + hash;
  const host = {
    address: () => address,
    noted: [] as string[],
    isNoted: false,
    timesToTop: 0,
    savesData: false,
    renewed: false,
    updatesTaken: 0,
    /** The note of the last Reset, as the tab stores it. */
    reset: null as ResetNote | null,
    reloadedWith: undefined as ContinuedRun | null | undefined,
    language: {
      ...browser,
      /** The languages in which the page was shown, in order. */
      spoken: [] as LanguageTag[],
      load: async (_tag: LanguageTag): Promise<void> => {},
    },
  };
  const playground = createPlayground({
    startEngine: script.factory,
    hubOrigin,
    runPlace,
    address: () => address,
    language: {
      preferred: () => host.language.preferred,
      remembered: () => host.language.remembered,
      remember(tag) {
        host.language.remembered = tag;
      },
      async speak(tag) {
        await host.language.load(tag);
        host.language.spoken.push(tag);
      },
    },
    page: {
      isRenewed: async () => host.renewed,
      continuedRun: () => continued,
      noteReset(note) {
        host.reset = note;
      },
      notedReset: () => host.reset,
      savesData: () => host.savesData,
      isHidden: () => false,
      noteAddress(link, how) {
        if (how === 'push') host.noted.push(link);
        address = link;
      },
      toTop() {
        host.timesToTop += 1;
      },
      isNoted: () => host.isNoted,
      async takeUpdate() {
        host.updatesTaken += 1;
      },
      reload(run) {
        host.reloadedWith = run;
      },
    },
  });
  return {
    script,
    host,
    playground,
    state: () => playground.store.getState(),
    goTo: (next: string) => {
      address = page + next;
      playground.openLink();
    },
    /** For each notice: the code of an error, the name of a message, or the kind. */
    notices: () =>
      playground.store
        .getState()
        .notices.list.map((notice) =>
          notice.kind === 'error' ? notice.report.code : notice.kind === 'message' ? notice.message : notice.kind,
        ),
  };
}

export async function started(hash = '#v=1&recipe=article') {
  const page = open(hash);
  await page.playground.start();
  await vi.runAllTimersAsync();
  return page;
}
