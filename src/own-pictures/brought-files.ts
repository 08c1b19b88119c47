/** What a visitor brings (a folder, files, zips) as a list of picture files that are read one at a time. */
import { PlaygroundError } from '../ml/errors.ts';
import { pictureBytesLimit } from '../share/picture-file.ts';
import { shorten } from '../share/shorten.ts';
import { zipEntries } from './zip-entries.ts';

/** A file with the folders that it lies in. */
export interface Brought {
  /** With slashes; the file's name at least. */
  readonly path: string;
  readonly file: Blob;
}

/** Of so few each is looked into; of thousands only those that are called .zip, since opening each takes a millisecond. */
const fewFiles = 20;

export interface PictureFile {
  readonly path: string;
  /** Throws an `image-*` error, which names the file. */
  read(): Promise<Blob>;
}

/** Zips are opened, what operating systems leave in folders is passed over. Throws `own-zip`, or `image-none` where nothing is left. */
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

/** For sentences. */
export const nameOf = (path: string): string => shorten(path.split('/').at(-1) ?? path, 80);

/** Hidden files and folders, and what Windows and macOS put beside pictures. */
export function isLeftover(path: string): boolean {
  return path
    .split('/')
    .some(
      (part) =>
        (part.startsWith('.') && part !== '.' && part !== '..') || /^(?:__macosx|thumbs\.db|desktop\.ini)$/i.test(part),
    );
}

/** By its first bytes: a file, or an archive of none. */
async function isZip(file: Blob): Promise<boolean> {
  const head = await file
    .slice(0, 4)
    .arrayBuffer()
    .catch(() => null); // gone meanwhile: whoever reads it says so
  if (head === null || head.byteLength < 4) return false;
  const signature = new DataView(head).getUint32(0, true);
  return signature === 0x04034b50 || signature === 0x06054b50;
}
