/**
 * Loads a manifest's entry as images in memory: transfers it (in up to two tries), checks it
 * against the manifest, decodes it, and checks the pixels too.
 */
import { PlaygroundError } from '../errors.ts';
import type { Reason } from '../reasons.ts';
import { convertPictures, withChannels } from './conversion.ts';
import type { PictureShape } from './description.ts';
import type { ShardEntry } from './manifest.ts';
import { imagesFromMosaic, type MosaicGrid, mosaicSize } from './mosaic.ts';
import { sha256 } from './set-hash.ts';
import type { ShardSource } from './source.ts';

/** Milliseconds before the second try: enough for a connection to recover, too short to notice. */
const retryPause = 400;

/** A file that holds the decoded mosaic itself. */
const rawMosaic = /\.bin$/;

/** How a set's images are stored, and the shape in which they are wanted. */
export interface ShardLayout {
  readonly grid: MosaicGrid;
  readonly stored: PictureShape;
  readonly wanted: PictureShape;
}

/**
 * [count, side, side, channels], bytes, in the wanted shape. Throws `data-shard-missing` (not
 * found, or not received in two tries), `data-shard-corrupt` (its bytes or pixels differ from the
 * prepared ones), or the signal's reason.
 */
export async function loadShard(
  source: ShardSource,
  entry: ShardEntry,
  { grid, stored, wanted }: ShardLayout,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const { file } = entry;
  const corrupt = (reason: Reason, cause?: unknown) =>
    new PlaygroundError('data-shard-corrupt', { file, reason }, { cause });

  const bytes = await readTwice(source, entry, signal);
  if (bytes.length !== entry.bytes)
    throw corrupt({ code: 'bytes-instead', bytes: bytes.length, expected: entry.bytes });
  if (!(await hashes(bytes, entry.sha256))) throw corrupt({ code: 'bytes-changed' });

  const pixels = rawMosaic.test(file) ? raw() : await decoded();
  signal.throwIfAborted();
  // Right bytes but wrong pixels: an inexact decoder, or a browser that alters what pages read from
  // a canvas.
  if (!(await hashes(pixels, entry.pixelsSha256))) throw corrupt({ code: 'decoded-otherwise' });
  return convertPictures(imagesFromMosaic(pixels, grid, entry.count, stored), stored, wanted);

  function raw(): Uint8Array<ArrayBuffer> {
    const { width, height } = mosaicSize(grid, stored);
    const size = width * height * stored.channels;
    if (bytes.length !== size)
      throw corrupt({ code: 'bytes-instead-of-pictures', bytes: bytes.length, expected: size });
    return bytes;
  }

  /**
   * `channels` bytes per pixel. For grey, the three channels of the mosaic are equal; with alpha,
   * every pixel is opaque.
   */
  async function decoded(): Promise<Uint8Array<ArrayBuffer>> {
    const mosaic = await source.decode(bytes).catch((cause: unknown) => {
      throw corrupt({ code: 'undecodable' }, cause);
    });
    const { width, height } = mosaicSize(grid, stored);
    if (mosaic.width !== width || mosaic.height !== height) {
      throw corrupt({
        code: 'size-instead',
        size: `${mosaic.width} x ${mosaic.height}`,
        expected: `${width} x ${height}`,
      });
    }
    return withChannels(mosaic.rgb, 3, stored.channels);
  }
}

async function readTwice(
  source: ShardSource,
  { file, sha256: hash }: ShardEntry,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await source.read(file, signal, hash);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof PlaygroundError) throw error;
  }
  await pause(retryPause, signal);
  try {
    return await source.read(file, signal, hash);
  } catch (cause) {
    signal.throwIfAborted();
    throw cause instanceof PlaygroundError ? cause : new PlaygroundError('data-shard-missing', { file }, { cause });
  }
}

/**
 * `crypto.subtle` exists in Node and in secure contexts (https, localhost), but not in a page
 * served over plain http from another machine. Such a page takes the shards unchecked: it arrived
 * unprotected itself, so that its check would prove nothing.
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
