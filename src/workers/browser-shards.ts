/** The data set over HTTP, decoded by the browser: the engine worker's source. */

import type { ShardSource } from '../ml/data/source.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { decodeExactly } from './exact-decoder.ts';

/** A transfer of which nothing has come for so long will not come: long for a phone in a tunnel, short for somebody who waits. */
const stallMs = 15_000;

/** `base`: an absolute URL that ends in a slash, the folder that holds manifest.json. */
export function browserShards(base: string, patienceMs = stallMs): ShardSource {
  const get = (url: string, signal: AbortSignal | undefined) => transferred(url, signal, patienceMs);
  return {
    async manifest(signal) {
      const file = new URL('manifest.json', base).href;
      const missing = (cause?: unknown) =>
        signal?.aborted === true
          ? new PlaygroundError('cancelled')
          : new PlaygroundError('data-missing', { file }, { cause });
      const { response, bytes } = await get(file, signal).catch((cause: unknown) => {
        throw missing(cause);
      });
      const text = new TextDecoder().decode(bytes);
      // Development servers and single-page hosts answer an unknown path with a page and status 200.
      if (!response.ok || text.trimStart().startsWith('<')) throw missing();
      try {
        const json: unknown = JSON.parse(text);
        return json;
      } catch (cause) {
        throw new PlaygroundError('data-manifest-invalid', { reason: `${file} is not JSON` }, { cause });
      }
    },

    async read(file, signal) {
      const { response, bytes } = await get(new URL(file, base).href, signal);
      // A server in trouble may answer the second try; what is not there stays away.
      if (response.status >= 500) throw new Error(`${file}: status ${response.status}`);
      if (!response.ok) throw new PlaygroundError('data-shard-missing', { file });
      return bytes;
    },

    decode: decodeExactly,
  };
}

interface Transferred {
  readonly response: Response;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/**
 * The whole answer. Rejects with the signal's reason, or where nothing has come for `patienceMs`. `no-cache`: the server is asked whether its file is still
 * the same, so that manifest and shards are always of one preparation.
 */
async function transferred(url: string, signal: AbortSignal | undefined, patienceMs: number): Promise<Transferred> {
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
    const response = await fetch(url, { cache: 'no-cache', signal: transfer.signal });
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
