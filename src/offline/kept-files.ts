/**
 * Files of data sets and models, which the browser stores between visits by their hash, so that
 * they are available offline.
 */

/** Each is the name of a cache. */
export type KeptKind = 'models' | 'sets';

/** Bytes by the address that they were fetched from; its query is their hash. */
export interface FileCache {
  get(url: URL): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Replaces an earlier version of the file. */
  put(url: URL, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/**
 * Null if the browser has no caches, as on plain http. A failure (a private window, a full disk)
 * only costs another download.
 */
export function keptFiles(kind: KeptKind): FileCache | null {
  const storage: CacheStorage | undefined = globalThis.caches;
  if (storage === undefined) return null;
  return {
    async get(url) {
      try {
        const found = await (await storage.open(kind)).match(url);
        return found ? new Uint8Array(await found.arrayBuffer()) : null;
      } catch {
        return null;
      }
    },
    async put(url, bytes) {
      try {
        const cache = await storage.open(kind);
        await cache.delete(url, { ignoreSearch: true });
        await cache.put(url, new Response(bytes, { headers: { 'content-length': String(bytes.length) } }));
      } catch {}
    },
  };
}

/** Addresses of the stored files; empty if the browser stores nothing. */
export async function keptAddresses(kind: KeptKind): Promise<ReadonlySet<string>> {
  const storage: CacheStorage | undefined = globalThis.caches;
  try {
    const requests = (await (await storage?.open(kind))?.keys()) ?? [];
    return new Set(requests.map(({ url }) => url));
  } catch {
    return new Set();
  }
}

/**
 * A whole data set takes up to 160 MB. The other half of the quota is for what cannot be fetched
 * again: saved runs and own pictures.
 */
const shareOfQuota = 0.5;

/** Null also if the page has used up its share. */
export async function keptSets(): Promise<FileCache | null> {
  try {
    const { usage = 0, quota = 0 } = await navigator.storage.estimate();
    return usage < shareOfQuota * quota ? keptFiles('sets') : null;
  } catch {
    return null; // plain http, or the browser stores nothing
  }
}
