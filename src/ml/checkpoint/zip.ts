/**
 * A folder as one .zip file. Input is not trusted: nothing is inflated before its size and name
 * have been checked.
 */
import { type Unzipped, unzipSync, zipSync } from 'fflate';
import { PlaygroundError } from '../errors.ts';
import { type Folder, requireNoStandIn } from './folder-files.ts';
import { isPickle } from './layout.ts';
import { folderTooLarge, maxFolderBytes, maxFolderFiles } from './limits.ts';

/**
 * Stored, not deflated: trained weights hardly compress. The same files always give the same bytes.
 */
export function zipFolder(folder: Folder): Uint8Array<ArrayBuffer> {
  return zipSync(Object.fromEntries(folder), { level: 0, mtime: new Date(1980, 0, 1) });
}

/**
 * `name` names the file in errors. If one folder contains everything, as file managers zip it, it
 * is removed from the paths; of pickles only the names are kept. Throws `checkpoint-not-one` or
 * `checkpoint-too-large`.
 */
export function unzipFolder(name: string, zip: Uint8Array): Folder {
  const notOne = () => new PlaygroundError('checkpoint-not-one', { name });
  if (zip.length > maxFolderBytes) throw folderTooLarge();
  requireNoStandIn(name, zip);
  let inflated = 0;
  let packed = 0;
  let entries = 0;
  const pickles: string[] = [];
  let files: Unzipped;
  try {
    files = unzipSync(zip, {
      filter: ({ name: path, size, originalSize, compression }) => {
        entries += 1;
        if (entries > maxFolderFiles) throw folderTooLarge();
        if (climbs(path)) throw notOne();
        if (isPickle(path)) {
          pickles.push(path);
          return false;
        }
        packed += size;
        // A stored entry is copied by its packed size, whatever other size it declares.
        inflated += Math.max(size, originalSize);
        if (inflated > maxFolderBytes) throw folderTooLarge();
        if (compression === 0 && size !== originalSize) throw notOne();
        if (packed > zip.length) throw notOne(); // entries that share bytes
        return !path.endsWith('/') && !path.startsWith('__MACOSX/');
      },
    });
  } catch (cause) {
    throw cause instanceof PlaygroundError ? cause : new PlaygroundError('checkpoint-not-one', { name }, { cause });
  }
  const nothing = new Uint8Array();
  return withoutOuterFolder(
    new Map([...Object.entries(files), ...pickles.map((path): [string, typeof nothing] => [path, nothing])]),
  );
}

/** Whether the path is absolute, has a drive, or leads out of the folder. */
const climbs = (path: string): boolean =>
  path.startsWith('/') || /[\\:\0]/.test(path) || path.split('/').includes('..');

/** Files that mark the root of a checkpoint. */
const marks = ['model_index.json', 'unet/config.json', 'unet_ema/config.json', 'config.json'];

function withoutOuterFolder(folder: Folder): Folder {
  const prefix = [...folder.keys()]
    .flatMap((path) =>
      marks.filter((mark) => `/${path}`.endsWith(`/${mark}`)).map((mark) => path.slice(0, -mark.length)),
    )
    .reduce<string | null>((best, next) => (best === null || isBefore(next, best) ? next : best), null);
  if (prefix === null || prefix === '') return folder;
  return new Map(
    [...folder].map(([path, bytes]) => [path.startsWith(prefix) ? path.slice(prefix.length) : path, bytes]),
  );
}

/** The outermost comes first; among accelerate's `checkpoint-N/`, the newest. */
function isBefore(a: string, b: string): boolean {
  const [depthA, depthB] = [a, b].map((path) => path.split('/').length) as [number, number];
  return depthA === depthB ? checkpointNumber(a) > checkpointNumber(b) : depthA < depthB;
}

/** The number of steps in the name of accelerate's folder `checkpoint-N`; -1 for any other name. */
export function checkpointNumber(path: string): number {
  return Number(/(?:^|\/)checkpoint-(\d{1,12})\/?$/.exec(path)?.[1] ?? -1);
}
