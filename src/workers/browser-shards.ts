/** The data set over HTTP, decoded by the browser: the engine worker's source. */

import type { DecodedMosaic, ShardSource } from '../ml/data/source.ts';
import { PlaygroundError } from '../ml/errors.ts';

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

    decode: decodeWebp,
  };
}

/** `no-cache`: the server is asked whether its file is still the same, so that manifest and shards are always of one preparation. */
function get(url: string, signal: AbortSignal | undefined): Promise<Response> {
  return fetch(url, { cache: 'no-cache', signal: signal ?? null });
}

/** Exact: no colour management, no premultiplied alpha, and a 2-D canvas in main memory (`willReadFrequently`), not on the GPU. */
async function decodeWebp(webp: Uint8Array<ArrayBuffer>): Promise<DecodedMosaic> {
  const bitmap = await createImageBitmap(new Blob([webp], { type: 'image/webp' }), {
    colorSpaceConversion: 'none',
    premultiplyAlpha: 'none',
  });
  try {
    const { width, height } = bitmap;
    const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
    if (context === null) throw new Error('this browser gives no 2-D canvas to a worker');
    context.drawImage(bitmap, 0, 0);
    return { width, height, rgb: withoutAlpha(context.getImageData(0, 0, width, height).data) };
  } finally {
    bitmap.close();
  }
}

function withoutAlpha(rgba: Uint8ClampedArray): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array((rgba.length / 4) * 3);
  for (let from = 0, to = 0; from < rgba.length; from += 4, to += 3) {
    rgb[to] = rgba[from] ?? 0;
    rgb[to + 1] = rgba[from + 1] ?? 0;
    rgb[to + 2] = rgba[from + 2] ?? 0;
  }
  return rgb;
}
