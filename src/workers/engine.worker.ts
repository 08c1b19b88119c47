/**
 * The page's engine: runs the session in this worker's thread, fetches shards, and autosaves in the
 * browser's storage.
 */
import type { EngineHost } from '../engine/host.ts';
import { createSession, type EngineSession } from '../engine/session.ts';
import { shippedSet } from '../ml/data/shipped-sets.ts';
import { savesData } from '../offline/saves-data.ts';
import { browserShards } from './browser-shards.ts';
import { ownShards } from './own-pictures/own-shards.ts';
import { serveEngine } from './serve.ts';
import { browserStorage } from './storage.ts';

const host: EngineHost = {
  openData: (id, pageAddress) =>
    id.startsWith('own-')
      ? ownShards(id)
      : browserShards(new URL(`${shippedSet(id)?.folder ?? id}/`, pageAddress).href),
  savesData,
  storage: browserStorage(),
};
let engine: EngineSession | null = null;
serveEngine(
  self,
  (events) => {
    engine = createSession(host, events);
    return engine;
  },
  navigator.locks,
);
// An uncaught error reaches the page as the Worker's `error` event. An unhandled rejection does
// not, so it is reported here.
self.addEventListener('unhandledrejection', ({ reason }) => engine?.report(reason));
