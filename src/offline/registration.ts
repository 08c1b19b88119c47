/** The page's side of its service worker: registered once the page has nothing better to do, and asked for a new version where there is one. */
import { takeOver } from './messages.ts';
import { savesData } from './saves-data.ts';

export interface Registration {
  /** Lets the version that waits take over; settles once it has, or has had time enough. */
  takeUpdate(): Promise<void>;
}

/** How often a tab that stays open looks for a new version. */
const lookEveryMs = 3_600_000;
const takeOverMs = 5_000;

/**
 * Null where the browser has no service workers (plain http, some private windows), is to save data, or where the page is a frame in another: browsers keep
 * apart what a frame keeps for each site around it, and its reader has not asked for a copy.
 */
export async function registerServiceWorker(onUpdate: () => void): Promise<Registration | null> {
  const container: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (container === undefined || window.top !== window || savesData()) return null;
  const registration = await container.register('service-worker.js', { updateViaCache: 'none' });
  const watch = (worker: ServiceWorker | null): void => {
    // Of a first visit none waits: it becomes active at once.
    const look = (): void => {
      if (worker?.state === 'installed' && registration.active) onUpdate();
    };
    worker?.addEventListener('statechange', look);
    look();
  };
  watch(registration.waiting);
  watch(registration.installing);
  registration.addEventListener('updatefound', () => watch(registration.installing));
  lookSometimes(registration);
  return {
    async takeUpdate() {
      const { waiting } = registration;
      if (!waiting) return;
      await new Promise<void>((resolve) => {
        container.addEventListener('controllerchange', () => resolve(), { once: true });
        setTimeout(resolve, takeOverMs);
        waiting.postMessage(takeOver);
      });
    },
  };
}

function lookSometimes(registration: ServiceWorkerRegistration): void {
  let looked = Date.now();
  document.addEventListener('visibilitychange', () => {
    if (document.hidden || Date.now() - looked < lookEveryMs) return;
    looked = Date.now();
    // Without network there is nothing to look for.
    registration.update().catch(() => {});
  });
}
