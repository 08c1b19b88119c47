/**
 * Opens the page: makes the store from the link, renders, then starts the engine. What this file
 * and `workers/engine.worker.ts` import statically, over any number of files, is what a visitor
 * downloads first (`cli/weigh/page-weight.ts`).
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
 * A function, and not the module itself: parts that are loaded later import what is in this one's
 * file, and would wait for it while it waits for them.
 */
async function openPage(): Promise<void> {
  holdVersion();
  // A link that wants one of the visitor's sets is read knowing them.
  const ownSets = location.hash.includes('own-') ? await readOwnSets() : [];
  // Whoever serves the page may name a mirror of the hub there.
  const hub = document.querySelector<HTMLMetaElement>('meta[name="model-hub"]')?.content;
  const toTop = (): void => scrollTo({ top: 0, behavior: 'instant' });
  /** The browser keeps it with each address that the page has noted itself. */
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
          // A view begins at its top. One that is come back to is where the browser remembers it.
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
  // The page goes first: what the engine takes of the processor would hold it up.
  let begin: () => void = () => {};
  const ready = new Promise<void>((resolve) => {
    begin = resolve;
  }).then(() => playground.start());
  // A notice has already said why; code that awaits `window.playground.ready` still gets the
  // rejection.
  ready.catch(() => {});
  showOnWindow(playground, ready);

  // After all that a first step waits for. Without one the page works as well, but not without
  // network.
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
  // A phone may end a hidden page, or one that it has frozen, without another word.
  for (const event of ['freeze', 'pagehide']) window.addEventListener(event, () => playground.autosave(), true);
  window.addEventListener('hashchange', () => playground.openLink());

  const root = document.getElementById('root');
  if (!root) throw new Error('index.html has no #root');
  await startWords();
  await playground.store.getState().language.start();
  // What the host's page shows meanwhile stays until the view can take its place.
  if (playground.store.getState().view.name === 'start') await preloadStart();
  // In slices, so that a slow device answers between them.
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

/** Tells once what is around it is on show, and the browser has a moment. */
function Rendered({ onRendered }: { readonly onRendered: () => void }) {
  useEffect(() => {
    if ('requestIdleCallback' in window) requestIdleCallback(onRendered, { timeout: 300 });
    else setTimeout(onRendered);
  }, [onRendered]);
  return null;
}

openPage().catch(reportError);
