/**
 * Turns a visitor's folder, files or zips into a list of picture files that are read one at a time.
 */
import { PlaygroundError } from '../ml/errors.ts';
import { pictureBytesLimit } from '../share/picture-file.ts';
import { shorten } from '../share/shorten.ts';
import { zipEntries } from './zip-entries.ts';

/** A file with the path of its folders. */
export interface Brought {
  /** With slashes; at least the file's name. */
  readonly path: string;
  readonly file: Blob;
}

/**
 * Up to this many files, each is examined; among thousands, only those named .zip, because opening
 * a file takes a millisecond.
 */
const fewFiles = 20;

export interface PictureFile {
  readonly path: string;
  /** Throws an `image-*` error that names the file. */
  read(): Promise<Blob>;
}

/**
 * Opens zips and skips the files that operating systems leave in folders. Throws `own-zip`, or
 * `image-none` if nothing is left.
 */
export async function pictureFilesIn(brought: readonly Brought[]): Promise<readonly PictureFile[]> {
  const files: PictureFile[] = [];
  const areFew = brought.length <= fewFiles;
  for (const { path, file } of brought) {
    if (isLeftover(path)) continue;
    if ((areFew || /\.zip$/i.test(path)) && (await isZip(file))) files.push(...(await filesInZip(path, file)));
    else files.push({ path, read: async () => file });
  }
  if (files.length === 0) throw new PlaygroundError('image-none');
  return files;
}

async function filesInZip(zipPath: string, zip: Blob): Promise<readonly PictureFile[]> {
  const folder = zipPath.replace(/\.zip$/i, '');
  const entries = await zipEntries(zip, nameOf(zipPath));
  return entries
    .filter(({ path }) => !isLeftover(path))
    .map(({ path, size, read }) => ({
      path: `${folder}/${path}`,
      async read() {
        const name = nameOf(path);
        if (size === 0) throw new PlaygroundError('image-empty', { name });
        if (size > pictureBytesLimit) {
          const [is, limit] = [size, pictureBytesLimit].map((bytes) => `${Math.round(bytes / 1e6)} MB`);
          throw new PlaygroundError('image-too-large', { name, size: is ?? '', limit: limit ?? '' });
        }
        const bytes = await read().catch((cause: unknown) => {
          throw new PlaygroundError('image-undecodable', { name }, { cause });
        });
        return new Blob([bytes]);
      },
    }));
}

/** A file's name for a sentence. */
export const nameOf = (path: string): string => shorten(path.split('/').at(-1) ?? path, 80);

/** Hidden files and folders, and files that Windows and macOS add to folders. */
export function isLeftover(path: string): boolean {
  return path
    .split('/')
    .some(
      (part) =>
        (part.startsWith('.') && part !== '.' && part !== '..') || /^(?:__macosx|thumbs\.db|desktop\.ini)$/i.test(part),
    );
}

/** By its first bytes: an archive with files, or an empty one. */
async function isZip(file: Blob): Promise<boolean> {
  const head = await file
    .slice(0, 4)
    .arrayBuffer()
    .catch(() => null); // the file is gone; the code that reads it will report so
  if (head === null || head.byteLength < 4) return false;
  const signature = new DataView(head).getUint32(0, true);
  return signature === 0x04034b50 || signature === 0x06054b50;
}
