/**
 * The page's code as this browser stores it: one cache per version, with all files of a build or
 * none. An open tab continues with the version that it started with, so a version stays as long as
 * a tab holds it.
 */
import { sha256 } from '../ml/data/set-hash.ts';
import { tabLock } from './messages.ts';

/** A file of the build. */
export interface CodeFile {
  /** Relative to the page. */
  readonly url: string;
  /** SHA-256 of its bytes. */
  readonly revision: string;
}

/**
 * The prefix for all versions. One origin may have several such pages, as on github.io; each has
 * its own caches.
 */
export const codeCaches = (scope: string): string => `diffusion-playground code ${scope} `;

/** The content at such an address never changes, because the name contains its hash. */
export const isNamedByContent = (path: string): boolean => path.startsWith('assets/');

/** Files fetched at a time; few, because the page may need the connection meanwhile. */
const atATime = 4;

export interface CodeVersion {
  /** Keeps every file, or fails and keeps none. */
  keep(): Promise<void>;
  /**
   * A file of this version or, if its name contains its hash, of any stored version. `path`:
   * relative to the page.
   */
  find(path: string): Promise<Response | undefined>;
  /** Whether `path` is a file of this version. */
  has(path: string): boolean;
  /** Removes other versions that no tab holds. */
  removeUnused(locks: LockManager): Promise<void>;
}

/** `scope`: the page's address, which ends in a slash. */
export function codeVersion(scope: string, files: readonly CodeFile[]): CodeVersion {
  const prefix = codeCaches(scope);
  const paths = new Set(files.map(({ url }) => url));
  const named = sha256(new TextEncoder().encode(JSON.stringify(files))).then((hash) => `${prefix}${hash}`);
  const at = (path: string): string => new URL(path, scope).href;
  const others = async (): Promise<string[]> => {
    const own = await named;
    return (await caches.keys()).filter((name) => name.startsWith(prefix) && name !== own);
  };
  const lookIn = async (name: string, path: string): Promise<Response | undefined> =>
    (await caches.has(name)) ? (await caches.open(name)).match(at(path), { ignoreVary: true }) : undefined;

  async function inAnother(path: string): Promise<Response | undefined> {
    if (!isNamedByContent(path)) return undefined;
    for (const name of await others()) {
      const found = await lookIn(name, path);
      if (found) return found;
    }
    return undefined;
  }

  /** The page has just fetched most files, so the browser may use its cache. */
  async function fetched({ url, revision }: CodeFile): Promise<Response> {
    const answer = await fetch(at(url), { cache: isNamedByContent(url) ? 'default' : 'reload' });
    const bytes = new Uint8Array(await answer.arrayBuffer());
    // The host is being updated, or a network's login page has answered.
    if (!answer.ok || (await sha256(bytes)) !== revision) throw new Error(`${url} is not what this version has`);
    const headers = new Headers(answer.headers);
    // The bytes have already been decoded.
    for (const name of ['content-encoding', 'transfer-encoding']) headers.delete(name);
    headers.set('content-length', String(bytes.length));
    return new Response(bytes, { headers });
  }

  return {
    async keep() {
      const name = await named;
      const cache = await caches.open(name);
      const waiting = [...files];
      const keepSome = async (): Promise<void> => {
        for (let file = waiting.pop(); file; file = waiting.pop())
          await cache.put(at(file.url), (await inAnother(file.url)) ?? (await fetched(file)));
      };
      try {
        await Promise.all(Array.from({ length: atATime }, keepSome));
      } catch (error) {
        waiting.length = 0;
        await caches.delete(name);
        throw error;
      }
    },
    find: async (path) => (await lookIn(await named, path)) ?? inAnother(path),
    has: (path) => paths.has(path),
    async removeUnused(locks) {
      const { held = [] } = await locks.query();
      const inUse = new Set(held.map(({ name }) => name));
      for (const name of await others()) {
        const kept = await (await caches.open(name)).keys();
        const isHeld = kept.some(({ url }) => inUse.has(tabLock(url.split('/').at(-1) ?? '')));
        if (!isHeld) await caches.delete(name);
      }
    },
  };
}
