/** Files of models, kept by the browser from visit to visit. */
import type { FileCache } from './shipped.ts';

const cacheName = 'models';

/** Null where the browser has none: on plain http. What fails (a private window, a full disk) only costs another download. */
export function browserCache(): FileCache | null {
  const storage: CacheStorage | undefined = globalThis.caches;
  if (storage === undefined) return null;
  return {
    async get(url) {
      try {
        const found = await (await storage.open(cacheName)).match(url);
        return found ? new Uint8Array(await found.arrayBuffer()) : null;
      } catch {
        return null;
      }
    },
    async put(url, bytes) {
      try {
        const cache = await storage.open(cacheName);
        await cache.delete(url, { ignoreSearch: true });
        await cache.put(url, new Response(bytes));
      } catch {}
    },
  };
}
