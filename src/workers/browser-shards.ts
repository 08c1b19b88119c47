/** Reads a data set over HTTP and has the browser decode it; used in the engine's worker. */

import { sha256 } from '../ml/data/set-hash.ts';
import type { ShardSource } from '../ml/data/source.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { Reason } from '../ml/reasons.ts';
import { type FileCache, keptSets } from '../offline/kept-files.ts';
import { isElsewhere } from '../share/assets-address.ts';
import { decodeExactly } from './exact-decoder.ts';

/**
 * A transfer that receives nothing for this long is given up. Long enough for a phone in a tunnel,
 * short enough for a waiting visitor.
 */
const stallMs = 15_000;

/**
 * `base`: the folder of manifest.json, as an absolute URL that ends in a slash. `openKept` opens
 * the files that earlier visits have stored. A stored shard is never requested again, because the
 * manifest's hash identifies it. The manifest is always requested; the stored one is used only if
 * the host does not answer.
 */
export function browserShards(base: string, patienceMs = stallMs, openKept = keptSets): ShardSource {
  const manifestUrl = new URL('manifest.json', base);
  let opened: Promise<FileCache | null> | null = null;
  const keptPlace = (): Promise<FileCache | null> => {
    opened ??= openKept();
    return opened;
  };

  async function manifestText(signal: AbortSignal | undefined): Promise<string> {
    const file = manifestUrl.href;
    // Opening the storage runs beside the request for the manifest.
    const place = keptPlace();
    try {
      // `no-cache` asks the server whether its file has changed, so that manifest and shards always
      // belong together.
      const { response, bytes } = await transferred(file, signal, patienceMs, 'no-cache');
      if (response.status >= 500) throw new Error(`${file}: status ${response.status}`);
      const text = new TextDecoder().decode(bytes);
      // Development servers and single-page hosts answer an unknown path with a page and status
      // 200.
      if (!response.ok || text.trimStart().startsWith('<')) throw new PlaygroundError('data-missing', { file });
      void place.then((kept) => kept?.put(manifestUrl, bytes));
      return text;
    } catch (cause) {
      if (signal?.aborted === true) throw new PlaygroundError('cancelled');
      if (cause instanceof PlaygroundError) throw cause;
      const bytes = await (await place)?.get(manifestUrl);
      if (!bytes && isElsewhere(manifestUrl))
        throw new PlaygroundError('data-host-unreachable', { host: manifestUrl.host }, { cause });
      if (!bytes) throw new PlaygroundError('data-unreachable', { file }, { cause });
      return new TextDecoder().decode(bytes);
    }
  }

  return {
    async manifest(signal) {
      const text = await manifestText(signal);
      try {
        const json: unknown = JSON.parse(text);
        return json;
      } catch (cause) {
        const reason: Reason = { code: 'named-not-json', name: manifestUrl.href };
        throw new PlaygroundError('data-manifest-invalid', { reason }, { cause });
      }
    },

    async read(file, signal, hash) {
      const url = new URL(hash === undefined ? file : `${file}?sha256=${hash}`, base);
      const kept = hash === undefined ? null : await keptPlace();
      const here = await kept?.get(url);
      signal?.throwIfAborted();
      if (here && (await sha256(here)) === hash) return here;
      // The browser need not cache a shard that we store.
      const { response, bytes } = await transferred(
        new URL(file, base).href,
        signal,
        patienceMs,
        kept ? 'no-store' : 'no-cache',
      );
      // A server error may be gone at the second try; a missing file stays missing.
      if (response.status >= 500) throw new Error(`${file}: status ${response.status}`);
      if (!response.ok) throw new PlaygroundError('data-shard-missing', { file });
      if (kept) void keepWhole(kept, url, bytes, hash);
      return bytes;
    },

    decode: decodeExactly,
  };
}

async function keepWhole(kept: FileCache, url: URL, bytes: Uint8Array<ArrayBuffer>, hash: string | undefined) {
  if ((await sha256(bytes)) === hash) await kept.put(url, bytes);
}

interface Transferred {
  readonly response: Response;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * Resolves to the whole answer. Rejects with the signal's reason, or if nothing arrives for
 * `patienceMs`.
 */
async function transferred(
  url: string,
  signal: AbortSignal | undefined,
  patienceMs: number,
  cache: 'no-cache' | 'no-store',
): Promise<Transferred> {
  const transfer = new AbortController();
  const abort = (): void => transfer.abort(signal?.reason);
  signal?.addEventListener('abort', abort);
  if (signal?.aborted) abort();
  // Counts ticks, not time: a frozen tab's transfers stop, and so do its ticks.
  const ticks = 10;
  let quiet = 0;
  const watch = setInterval(() => {
    quiet += 1;
    if (quiet > ticks) transfer.abort(new Error(`${url}: nothing came for ${patienceMs} ms`));
  }, patienceMs / ticks);
  try {
    const response = await fetch(url, { cache, signal: transfer.signal });
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    const reader = response.body?.getReader();
    for (let read = await reader?.read(); read?.value; read = await reader?.read()) {
      quiet = 0;
      chunks.push(read.value);
    }
    return { response, bytes: new Uint8Array(await new Blob(chunks).arrayBuffer()) };
  } finally {
    clearInterval(watch);
    signal?.removeEventListener('abort', abort);
  }
}
