/**
 * Opens the page: makes the store from the link, renders, then starts the engine. Whatever this
 * file and `workers/engine.worker.ts` import statically, directly or through other files, is what a
 * visitor downloads first (`cli/weigh/page-weight.ts`).
 */
import './styles/mantine.ts';
import 'virtual:theme.css';
import './styles/page.css';
import { MantineProvider } from '@mantine/core';
import i18next from 'i18next';
import { StrictMode, startTransition, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { preloadStart } from './components/views/Views.tsx';
import { holdVersion } from './offline/hold-version.ts';
import type { Registration } from './offline/registration.ts';
import { savesData } from './offline/saves-data.ts';
import { assetsAddress } from './share/assets-address.ts';
import { PlaygroundContext } from './store/index.ts';
import { readOwnSets } from './store/own-pictures-slice.ts';
import { createPlayground } from './store/playground.ts';
import { isPageRenewed, noteContinuedRun, takeContinuedRun } from './store/redeployed-page.ts';
import { notedReset, noteReset } from './store/reset-note.ts';
import { reportUncaught } from './store/uncaught.ts';
import { showOnWindow } from './store/window.ts';
import { provider } from './theme.ts';
import { speak, startWords } from './words/i18n.ts';
import { preferredLanguage, rememberedLanguage, rememberLanguage } from './words/opening-language.ts';
import { startEngine } from './workers/client.ts';

/**
 * An async function rather than a top-level await: parts that load later import from this module's
 * file, so it and they would wait for each other.
 */
async function openPage(): Promise<void> {
  holdVersion();
  // Reading a link that names one of the visitor's own sets requires knowing those sets.
  const ownSets = location.hash.includes('own-') ? await readOwnSets() : [];
  // A host of the page may name a mirror of the hub in this element.
  const hub = document.querySelector<HTMLMetaElement>('meta[name="model-hub"]')?.content;
  const toTop = (): void => scrollTo({ top: 0, behavior: 'instant' });
  /** The browser keeps this mark with each history entry that the page itself has made. */
  const noted = 'noted';
  let registered: Promise<Registration | null> = Promise.resolve(null);
  const playground = createPlayground({
    startEngine,
    ownSets,
    runPlace: async () => (await import('./store/runs/place.ts')).openRunPlace(),
    ...(hub && { hubOrigin: hub }),
    assets: assetsAddress(),
    address: () => location.href,
    language: {
      preferred: () => preferredLanguage(navigator.languages),
      remembered: rememberedLanguage,
      remember: rememberLanguage,
      speak: (tag) =>
        speak(tag, { title: () => i18next.t('page.name'), description: () => i18next.t('page.description') }),
    },
    page: {
      isRenewed: isPageRenewed,
      continuedRun: takeContinuedRun,
      noteReset,
      notedReset,
      savesData,
      isHidden: () => document.hidden,
      noteAddress(link, how) {
        if (how === 'push') {
          history.pushState(noted, '', link);
          // A new view begins at its top. When the visitor goes back to a view, the browser
          // restores its scroll position.
          toTop();
        } else history.replaceState(noted, '', link);
      },
      toTop,
      isNoted: () => history.state === noted,
      takeUpdate: async () => (await registered)?.takeUpdate(),
      reload(run) {
        if (run) noteContinuedRun(run);
        location.reload();
      },
    },
  });
  reportUncaught(window, (error) => playground.store.getState().notices.report(error));
  // The engine starts after the page has rendered, because it would take processor time that
  // rendering needs.
  let begin: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    begin = resolve;
  }).then(() => playground.start());
  // A notice has already said why; code that awaits `window.playground.ready` still gets the
  // rejection.
  ready.catch(() => {});
  showOnWindow(playground, ready);

  // Runs after everything that a first step waits for. The page works without a service worker, but
  // then not offline.
  const registerLater = (): void =>
    whenIdle(() => {
      registered = import('./offline/registration.ts').then((part) =>
        part.registerServiceWorker(() => playground.offerUpdate()),
      );
      registered.catch(() => {});
    });
  if (import.meta.env.PROD) ready.then(registerLater, registerLater);

  document.addEventListener('visibilitychange', () => {
    if (document.visibilityState === 'hidden') playground.autosave();
  });
  // A phone may end a hidden or frozen page without any further event.
  for (const event of ['freeze', 'pagehide']) window.addEventListener(event, () => playground.autosave(), true);
  window.addEventListener('hashchange', () => playground.openLink());

  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  await startWords();
  await playground.store.getState().language.start();
  // The first paint from `index.html` stays on show until the view can replace it.
  if (playground.store.getState().view.name === 'start') await preloadStart();
  // As a transition, React renders in slices, so that a slow device can respond between them.
  startTransition(() =>
    createRoot(root).render(
      <StrictMode>
        <MantineProvider {...provider}>
          <PlaygroundContext value={playground}>
            <App />
            <Rendered onRendered={begin} />
          </PlaygroundContext>
        </MantineProvider>
      </StrictMode>,
    ),
  );
}

/** Safari has no idle callbacks. */
function whenIdle(action: () => void): void {
  if ('requestIdleCallback' in window) window.requestIdleCallback(action);
  else setTimeout(action, 1000);
}

/** Calls `onRendered` once, after its surroundings are shown and the browser is idle. */
function Rendered({ onRendered }: { readonly onRendered: () => void }) {
  useEffect(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(onRendered, { timeout: 300 });
    else setTimeout(onRendered);
  }, [onRendered]);
  return null;
}

openPage().catch(reportError);
