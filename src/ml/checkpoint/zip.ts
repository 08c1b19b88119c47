/** A folder as one .zip file. What comes in may be anything, so nothing is inflated before its size and name are known to be sane. */
import { type Unzipped, unzipSync, zipSync } from 'fflate';
import { PlaygroundError } from '../errors.ts';

/** Paths inside a folder, with `/`, and the files' bytes. */
export type Folder = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** Of the .zip and of what comes out of it: fifty times the article's checkpoint with all its state; the other recipes have room too. */
export const maxFolderBytes = 256 * 1024 * 1024;
const maxEntries = 64;
const megabyte = 1024 * 1024;

/** Stored, not deflated: trained weights are noise to a compressor. Always the same bytes for the same files. */
export function zipFolder(folder: Folder): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(folder), { level: 0, mtime: new Date(1980, 0, 1) });
}

/**
 * `name` names the file in errors. One folder around everything, as file managers zip it, is taken off. Throws `checkpoint-not-one` or
 * `checkpoint-too-large`.
 */
export function unzipFolder(name: string, zip: Uint8Array): Folder {
  const tooLarge = () =>
    new PlaygroundError('checkpoint-too-large', { limit: `${maxFolderBytes / megabyte} MB in ${maxEntries} files` });
  const notOne = () => new PlaygroundError('checkpoint-not-one', { name });
  if (zip.length > maxFolderBytes) throw tooLarge();
  let inflated = 0;
  let packed = 0;
  let entries = 0;
  let files: Unzipped;
  try {
    files = unzipSync(zip, {
      filter: ({ name: path, size, originalSize, compression }) => {
        entries += 1;
        packed += size;
        // A stored entry is copied by its packed size, whatever else it declares.
        inflated += Math.max(size, originalSize);
        if (inflated > maxFolderBytes || entries > maxEntries) throw tooLarge();
        if (compression === 0 && size !== originalSize) throw notOne();
        if (packed > zip.length) throw notOne(); // entries that share bytes
        if (climbs(path)) throw notOne();
        return !path.endsWith('/') && !path.startsWith('__MACOSX/');
      },
    });
  } catch (cause) {
    throw cause instanceof PlaygroundError ? cause : new PlaygroundError('checkpoint-not-one', { name }, { cause });
  }
  return withoutOuterFolder(new Map(Object.entries(files)));
}

/** Absolute, with a drive, or leading out of the folder. */
const climbs = (path: string): boolean =>
  path.startsWith('/') || /[\\:\0]/.test(path) || path.split('/').includes('..');

function withoutOuterFolder(folder: Folder): Folder {
  if (folder.has('model_index.json')) return folder;
  const [index] = [...folder.keys()].filter((path) => /^[^/]+\/model_index\.json$/.test(path));
  if (index === undefined) return folder;
  const prefix = index.slice(0, index.indexOf('/') + 1);
  return new Map(
    [...folder].map(([path, bytes]) => [path.startsWith(prefix) ? path.slice(prefix.length) : path, bytes]),
  );
}
