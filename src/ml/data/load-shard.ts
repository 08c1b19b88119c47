/** From a manifest's entry to images in memory: transferred (tried twice), compared with the manifest, decoded, compared again. */
import { PlaygroundError } from '../errors.ts';
import type { ShardEntry } from './manifest.ts';
import { imagesFromMosaic, type MosaicGrid, mosaicSize } from './mosaic.ts';
import { sha256 } from './set-hash.ts';
import type { ShardSource } from './source.ts';

/** Milliseconds before the second try: long enough for a connection to come back, too short for a visitor to notice. */
const retryPause = 400;

/**
 * [count, 32, 32, 3], RGB bytes. Throws `data-shard-missing` (not there, or not to be had in two tries), `data-shard-corrupt` (its
 * bytes or pixels are not those that were prepared), or the signal's reason.
 */
export async function loadShard(
  source: ShardSource,
  entry: ShardEntry,
  grid: MosaicGrid,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { file } = entry;
  const corrupt = (reason: string, cause?: unknown) =>
    new PlaygroundError('data-shard-corrupt', { file, reason }, { cause });

  const webp = await readTwice(source, file, signal);
  if (webp.length !== entry.bytes) throw corrupt(`it has ${webp.length} bytes instead of ${entry.bytes}`);
  if (!(await hashes(webp, entry.sha256))) throw corrupt('its bytes are not those that were prepared');

  const mosaic = await source.decode(webp).catch((cause: unknown) => {
    throw corrupt('it cannot be decoded', cause);
  });
  signal.throwIfAborted();
  const { width, height } = mosaicSize(grid);
  if (mosaic.width !== width || mosaic.height !== height) {
    throw corrupt(`it is ${mosaic.width} x ${mosaic.height} pixels instead of ${width} x ${height}`);
  }
  // Right bytes and wrong pixels: a decoder that is not exact, or a browser that alters what pages read from a canvas.
  if (!(await hashes(mosaic.rgb, entry.pixelsSha256))) throw corrupt('this browser decodes it to other pixels');
  return imagesFromMosaic(mosaic.rgb, grid, entry.count);
}

async function readTwice(source: ShardSource, file: string, signal: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await source.read(file, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PlaygroundError) throw error;
  }
  await pause(retryPause, signal);
  try {
    return await source.read(file, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw cause instanceof PlaygroundError ? cause : new PlaygroundError('data-shard-missing', { file }, { cause });
  }
}

/**
 * `crypto.subtle` is there in Node and in secure contexts (https, localhost). A page served over plain http from another machine has
 * none: the shards are then taken as they come, since a page that arrived unprotected could not vouch for them either way.
 */
async function hashes(bytes: Uint8Array<ArrayBuffer>, expected: string): Promise<boolean> {
  const found = await sha256(bytes);
  return found === null || found === expected;
}

function pause(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
