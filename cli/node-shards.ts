/**
 * Reads the data set from a folder, decoded by sharp, for the command line, the benchmarks and the
 * tests.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { type ShippedSet, shippedSets } from '../src/ml/data/shipped-sets.ts';
import type { DecodedMosaic, ShardSource } from '../src/ml/data/source.ts';
import { PlaygroundError } from '../src/ml/errors.ts';
import type { Reason } from '../src/ml/reasons.ts';
import { dataRoot, embeddedFile, manifestFile } from './data-folders.ts';

/** The folder into which `npm run data` writes a shipped set. */
export const dataDirectoryOf = ({ folder }: ShippedSet): string => join(dataRoot, folder);

export const defaultDataDirectory = dataDirectoryOf(shippedSets.cifar10);

export function nodeShards(directory: string = defaultDataDirectory): ShardSource {
  return {
    async manifest(signal) {
      const file = join(directory, manifestFile);
      // Before any data have been prepared, there is only the part in the repository.
      const text = await readFile(file, { encoding: 'utf8', signal })
        .catch((cause: unknown) => {
          if (!isMissing(cause)) throw cause;
          return readFile(join(directory, embeddedFile), { encoding: 'utf8', signal });
        })
        .catch((cause: unknown) => {
          throw isMissing(cause) ? new PlaygroundError('data-missing', { file }, { cause }) : cause;
        });
      try {
        const json: unknown = JSON.parse(text);
        return json;
      } catch (cause) {
        const reason: Reason = { code: 'named-not-json', name: file };
        throw new PlaygroundError('data-manifest-invalid', { reason }, { cause });
      }
    },

    async read(file, signal) {
      const bytes = await readFile(join(directory, file), { signal }).catch((cause: unknown) => {
        throw isMissing(cause) ? new PlaygroundError('data-shard-missing', { file }, { cause }) : cause;
      });
      return new Uint8Array(bytes);
    },

    decode: decodeWebp,
  };
}

/** Throws if the bytes are not a picture; the caller names the shard. */
export async function decodeWebp(webp: Uint8Array): Promise<DecodedMosaic> {
  const { data, info } = await sharp(webp)
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { width: info.width, height: info.height, rgb: new Uint8Array(data) };
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
