/** The data set over HTTP, decoded by the browser: the engine worker's source. */

import type { ShardSource } from '../ml/data/source.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { decodeExactly } from './exact-decoder.ts';

/** `base`: an absolute URL that ends in a slash, the folder that holds manifest.json. */
export function browserShards(base: string): ShardSource {
  return {
    async manifest(signal) {
      const file = new URL('manifest.json', base).href;
      const missing = (cause?: unknown) =>
        signal?.aborted === true
          ? new PlaygroundError('cancelled')
          : new PlaygroundError('data-missing', { file }, { cause });
      const response = await get(file, signal).catch((cause: unknown) => {
        throw missing(cause);
      });
      const text = await response.text().catch((cause: unknown) => {
        throw missing(cause);
      });
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
      const response = await get(new URL(file, base).href, signal);
      // A server in trouble may answer the second try; what is not there stays away.
      if (response.status >= 500) throw new Error(`${file}: status ${response.status}`);
      if (!response.ok) throw new PlaygroundError('data-shard-missing', { file });
      return new Uint8Array(await response.arrayBuffer());
    },

    decode: decodeExactly,
  };
}

/** `no-cache`: the server is asked whether its file is still the same, so that manifest and shards are always of one preparation. */
function get(url: string, signal: AbortSignal | undefined): Promise<Response> {
  return fetch(url, { cache: 'no-cache', signal: signal ?? null });
}
