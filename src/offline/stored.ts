/**
 * What this browser stores for the page besides runs and own pictures, and how to clear it: all of
 * it can be fetched again.
 */
import { codeCaches } from './code-cache.ts';

export const storedKinds = ['code', 'sets', 'models'] as const;
/** `code`: the page itself, in all stored versions. */
export type StoredKind = (typeof storedKinds)[number];

export interface Stored {
  /** Bytes. */
  readonly bytes: Readonly<Record<StoredKind, number>>;
  /**
   * Bytes of everything that the browser stores for the page's host, and its quota; null if it does
   * not say.
   */
  readonly all: { readonly usage: number; readonly quota: number } | null;
}

/** The address of the page's folder, which ends in a slash. */
const here = (): string => new URL('.', document.baseURI).href;

async function namesOf(kind: StoredKind): Promise<string[]> {
  return (await caches.keys()).filter((name) =>
    kind === 'code' ? name.startsWith(codeCaches(here())) : name === kind,
  );
}

/** Null if the browser stores no such files: on plain http, in some private windows. */
export async function measureStored(): Promise<Stored | null> {
  const storage: CacheStorage | undefined = globalThis.caches;
  if (storage === undefined) return null;
  try {
    const [code, sets, models] = await Promise.all(storedKinds.map(bytesOf));
    const { usage, quota } = await navigator.storage.estimate();
    const all = usage === undefined || quota === undefined ? null : { usage, quota };
    return { bytes: { code: code ?? 0, sets: sets ?? 0, models: models ?? 0 }, all };
  } catch {
    return null;
  }
}

async function bytesOf(kind: StoredKind): Promise<number> {
  let sum = 0;
  for (const name of await namesOf(kind))
    for (const response of await (await caches.open(name)).matchAll()) sum += await sizeOf(response);
  return sum;
}

/** For files stored by an earlier version of the page, the length is not recorded. */
async function sizeOf(response: Response): Promise<number> {
  const said = response.headers.get('content-length');
  return said === null ? (await response.blob()).size : Number(said);
}

/**
 * For code, clears only this page's, because its host may have other pages. An open page continues;
 * the files are fetched again when needed.
 */
export async function clearStored(kind: StoredKind): Promise<void> {
  const workers: ServiceWorkerContainer | undefined = navigator.serviceWorker;
  if (kind === 'code') await (await workers?.getRegistration(here()))?.unregister();
  for (const name of await namesOf(kind)) await caches.delete(name);
}
