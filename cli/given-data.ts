/**
 * Reads `--data`: a shipped set, by name, or a folder: one written by `npm run data`, or pictures.
 */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type DataSetDescription, type ShippedSet, shippedSet, shippedSetNames } from '../src/ml/config.ts';
import type { ShardSource } from '../src/ml/data/source.ts';
import { ArgumentError } from './arguments.ts';
import { embeddedFile, manifestFile } from './data-folders.ts';
import { dataDirectoryOf, nodeShards } from './node-shards.ts';
import type { PictureFolderOptions } from './picture-folder.ts';
import type { GivenPictureOptions } from './train/picture-flags.ts';

export interface GivenData {
  /** The facts of a shipped set are known before any of it is read. */
  readonly set: ShippedSet | DataSetDescription;
  readonly source: ShardSource;
}

/**
 * Reads nothing of a shipped set yet. Throws an `ArgumentError`, `data-missing` or
 * `data-manifest-invalid`, and the errors of `pictureFolderShards`.
 */
export async function openGivenData(data: string, pictures: GivenPictureOptions): Promise<GivenData> {
  const shipped = shippedSet(data);
  if (data.startsWith('own-')) throw new ArgumentError(`${data} is a set of own pictures: --data names their folder.`);
  const isPictures = !shipped && (await isFolderOfPictures(resolve(data)));
  if (!isPictures) requireNoPictureFlag(data, pictures);
  if (shipped) return { set: shipped, source: nodeShards(dataDirectoryOf(shipped)) };
  const directory = resolve(data);
  if (!existsSync(directory)) {
    throw new ArgumentError(
      `--data ${data}: there is no such folder, and the sets are called ${shippedSetNames.join(', ')}.`,
    );
  }
  const source = isPictures ? await picturesIn(directory, pictures) : nodeShards(directory);
  const { descriptionOf, parseManifest } = await import('../src/ml/data/manifest.ts');
  return { set: descriptionOf(await parseManifest(await source.manifest())), source };
}

/** Whether it is an existing path without a manifest; a .zip counts too. */
async function isFolderOfPictures(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => null);
  return found !== null && ![manifestFile, embeddedFile].some((file) => existsSync(join(path, file)));
}

async function picturesIn(path: string, options: PictureFolderOptions): Promise<ShardSource> {
  const { pictureFolderShards } = await import('./picture-folder.ts');
  return pictureFolderShards(path, options);
}

function requireNoPictureFlag(data: string, { flag }: GivenPictureOptions): void {
  if (flag === null) return;
  throw new ArgumentError(`--${flag} says how the pictures of a folder are read; those of ${data} have been prepared.`);
}
