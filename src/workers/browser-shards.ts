/** The data set over HTTP, decoded by the browser: the engine worker's source. */

import { sha256 } from '../ml/data/set-hash.ts';
import type { ShardSource } from '../ml/data/source.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { type FileCache, keptSets } from '../offline/kept-files.ts';
import { decodeExactly } from './exact-decoder.ts';

/** A transfer of which nothing has come for so long will not come: long for a phone in a tunnel, short for somebody who waits. */
const stallMs = 15_000;

/**
 * `base`: an absolute URL that ends in a slash, the folder that holds manifest.json. `openKept`: what earlier visits have fetched. A shard that is kept is not
 * asked for again, as its hash is that of the manifest; the manifest is, and the one that is kept counts where the host does not answer.
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
    // The manifest does not wait for it.
    const place = keptPlace();
    try {
      // The server is asked whether its file is still the same, so that manifest and shards are always of one preparation.
      const { response, bytes } = await transferred(file, signal, patienceMs, 'no-cache');
      if (response.status >= 500) throw new Error(`${file}: status ${response.status}`);
      const text = new TextDecoder().decode(bytes);
      // Development servers and single-page hosts answer an unknown path with a page and status 200.
      if (!response.ok || text.trimStart().startsWith('<')) throw new PlaygroundError('data-missing', { file });
      void place.then((kept) => kept?.put(manifestUrl, bytes));
      return text;
    } catch (cause) {
      if (signal?.aborted === true) throw new PlaygroundError('cancelled');
      if (cause instanceof PlaygroundError) throw cause;
      const bytes = await (await place)?.get(manifestUrl);
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
        throw new PlaygroundError('data-manifest-invalid', { reason: `${manifestUrl.href} is not JSON` }, { cause });
      }
    },

    async read(file, signal, hash) {
      const url = new URL(hash === undefined ? file : `${file}?sha256=${hash}`, base);
      const kept = hash === undefined ? null : await keptPlace();
      const here = await kept?.get(url);
      signal?.throwIfAborted();
      if (here && (await sha256(here)) === hash) return here;
      // One copy is enough: where it is kept here, the browser need not keep another.
      const { response, bytes } = await transferred(
        new URL(file, base).href,
        signal,
        patienceMs,
        kept ? 'no-store' : 'no-cache',
      );
      // A server in trouble may answer the second try; what is not there stays away.
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

/** The whole answer. Rejects with the signal's reason, or where nothing has come for `patienceMs`. */
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
  // Counted in ticks: while a tab is frozen its transfers stand still, and so do its ticks.
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
