/**
 * Answers requests with the code that this browser stores, so that the page opens offline. Data
 * sets and models are stored by the code that fetches them (`kept-files.ts`). A new version waits
 * until no tab is open, or until a tab requests it.
 */
import { type CodeFile, codeVersion, isNamedByContent } from './code-cache.ts';
import { takeOver } from './messages.ts';
import type { ServiceWorkerScope } from './service-worker-scope.ts';

declare const self: ServiceWorkerScope & {
  /** The build inserts the list here. */
  readonly __WB_MANIFEST: readonly CodeFile[];
};

const { scope } = self.registration;
const version = codeVersion(scope, self.__WB_MANIFEST);

self.addEventListener('install', (event) => event.waitUntil(version.keep()));

self.addEventListener('activate', (event) =>
  event.waitUntil(
    // The tab of a first visit is open already; claiming it makes it work offline from now on.
    version.removeUnused(self.navigator.locks).then(() => self.clients.claim()),
  ),
);

self.addEventListener('message', ({ data }) => {
  if (data === takeOver) void self.skipWaiting();
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const address = request.url.replace(/[?#].*/, '');
  if (request.method !== 'GET' || !address.startsWith(scope)) return;
  const path = address.slice(scope.length);
  if (request.mode === 'navigate') {
    event.respondWith(page(request, path));
    event.waitUntil(tidy());
    event.waitUntil(leaveWhereGone());
  } else if (isNamedByContent(path) || (version.has(path) && !path.endsWith('.html'))) {
    // A page that is fetched but not opened is a check whether the host has a new version.
    event.respondWith(version.find(path).then((found) => found ?? fetch(request)));
  }
});

/**
 * The page has the same version as its scripts, even if the host has a newer one. Offline, an
 * unknown address gets 404.html, as from the host.
 */
async function page(request: Request, path: string): Promise<Response> {
  const found = await version.find(path === '' ? 'index.html' : path);
  if (found && /^$|\.(?:html|txt)$/.test(path)) return found;
  try {
    return await fetch(request);
  } catch (error) {
    const nothing = await version.find('404.html');
    if (!nothing) throw error;
    return new Response(nothing.body, { status: 404, headers: nothing.headers });
  }
}

/**
 * Another page may live at this address by now, as on a port of localhost: the worker then
 * unregisters, so that the next visit reaches that page.
 */
async function leaveWhereGone(): Promise<void> {
  const address = new URL('service-worker.js', scope);
  const answer = await fetch(address, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  if (!answer) return; // no network
  const isPage = answer.headers.get('content-type')?.startsWith('text/html') ?? false;
  if (answer.status === 404 || answer.status === 410 || (answer.ok && isPage)) await self.registration.unregister();
}

/** Removes what closed tabs have left, unless a version waits, which no tab can hold yet. */
async function tidy(): Promise<void> {
  const { waiting, installing } = self.registration;
  if (!waiting && !installing) await version.removeUnused(self.navigator.locks);
}
