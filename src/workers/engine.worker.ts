/** The page's engine: the session on this worker's own thread, its shards by fetch, its autosaves in the browser's storage. */
import { createSession } from '../engine/session.ts';
import { browserShards } from './browser-shards.ts';
import { serveEngine } from './serve.ts';
import { browserStorage } from './storage.ts';

const host = { openShards: browserShards, storage: browserStorage() };
serveEngine(self, (events) => createSession(host, events), navigator.locks);
