/**
 * The page's side of its service worker: registers it once the page is idle, and checks for a new
 * version.
 */
import { takeOver } from './messages.ts';
import { savesData } from './saves-data.ts';

export interface Registration {
  /** Lets the waiting version take over; settles once it has, or after a time limit. */
  takeUpdate(): Promise<void>;
}

/** How often an open tab checks for a new version. */
const lookEveryMs = 3_600_000;
const takeOverMs = 5_000;

/**
 * Null if the browser has no service workers (plain http, some private windows), if it is set to
 * save data, or if the page is embedded in another one: browsers store a frame's data separately
 * for each surrounding site, and its reader has not asked for a copy.
 */
export async function registerServiceWorker(onUpdate: () => void): Promise<Registration | null> {
  const container: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (container === undefined || window.top !== window || savesData()) return null;
  const registration = await container.register('service-worker.js', { updateViaCache: 'none' });
  const watch = (worker: ServiceWorker | null): void => {
    // On a first visit no version waits: it becomes active at once.
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
    // Offline, the check fails.
    registration.update().catch(() => {});
  });
}
