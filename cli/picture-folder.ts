/**
 * Turns a folder of pictures, or a .zip of one, into a data set: `--data ./photos` trains on it.
 * The page uses the same code for sets of own pictures.
 */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import sharp from 'sharp';
import type { ShardSource } from '../src/ml/data/source.ts';
import { PlaygroundError } from '../src/ml/errors.ts';
import type { Raster } from '../src/ml/resample.ts';
import { isLeftover, nameOf, type PictureFile, pictureFilesIn } from '../src/own-pictures/brought-files.ts';
import { buildSet } from '../src/own-pictures/build-set.ts';
import { collect } from '../src/own-pictures/collect.ts';
import type { CollectionCounts } from '../src/own-pictures/collection.ts';
import { rawShards } from '../src/own-pictures/raw-shards.ts';
import type { Fit, SetShape } from '../src/own-pictures/set-picture.ts';
import { flattenOnWhite } from '../src/own-pictures/set-picture.ts';
import { inspectPicture, workingSide } from '../src/share/picture-file.ts';
import { shorten } from '../src/share/shorten.ts';
import { sentenceOf } from '../src/words/sentence.ts';
import { ArgumentError } from './arguments.ts';
import { say } from './command.ts';
import { withoutInk } from './picture-file.ts';

/** Formats for which sharp has no decoder. */
const unreadable: ReadonlySet<string> = new Set(['bmp', 'ico', 'heic']);

/** In characters. */
const longestClassList = 200;

export interface PictureFolderOptions extends SetShape {
  readonly fit: Fit;
}

/**
 * Subfolders are classes. Reports on stderr what was found and left out. Throws an `ArgumentError`
 * if there is no such folder, `image-none`, `own-too-few`, `own-too-large`, `own-too-many-classes`
 * or `own-zip`.
 */
export async function pictureFolderShards(directory: string, options: PictureFolderOptions): Promise<ShardSource> {
  const files = await pictureFilesOf(directory);
  if (files.length === 0) throw new PlaygroundError('image-none');
  const collection = await collect(files, { ...options, classes: true, sheet: null }, { decode: decodePicture });
  say(`${directory}: ${summary(collection.counts)}`);
  for (const problem of collection.counts.problems) say(`  ${sentenceOf(problem)}`);
  const name = basename(resolve(directory)).replace(/\.zip$/i, '');
  const { manifest, shard } = await buildSet(collection.pictures, { ...options, name, mirrors: false });
  const { classNames, splits } = manifest;
  if (classNames.length > 0) say(`  classes: ${shorten(classNames.join(', '), longestClassList)}`);
  say(`  to train on: ${splits.train.labels.length}; held out: ${splits.test.labels.length}`);
  return rawShards(
    async () => manifest,
    async (file) => shard(file),
  );
}

async function pictureFilesOf(path: string): Promise<readonly PictureFile[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new ArgumentError(`There is no folder ${path}.`, { cause });
  });
  if (!found.isDirectory() && !found.isFile()) throw new ArgumentError(`${path} is neither a folder nor a file.`);
  if (found.isFile()) return pictureFilesIn([{ path: basename(path), file: new Blob([await readFile(path)]) }]);
  const paths = await pathsIn(path, '');
  return paths.map((inside) => ({ path: inside, read: async () => new Blob([await readFile(join(path, inside))]) }));
}

/**
 * Relative paths with slashes, in a fixed order. Links are followed, but not in a circle; anything
 * that is neither file nor folder (a pipe, a dangling link) is left out.
 */
async function pathsIn(root: string, folder: string, above: readonly string[] = []): Promise<readonly string[]> {
  const here = join(root, folder);
  const refuse = (cause: unknown): never => {
    throw new ArgumentError(`The folder ${here} cannot be read.`, { cause });
  };
  const real = await realpath(here).catch(refuse);
  if (above.includes(real)) return [];
  const names = await readdir(here).catch(refuse);
  const inside = names
    .toSorted()
    .filter((name) => !isLeftover(name))
    .map(async (name) => {
      const path = folder === '' ? name : `${folder}/${name}`;
      const found = await stat(join(root, path)).catch(() => null);
      if (found?.isDirectory()) return pathsIn(root, path, [...above, real]);
      return found?.isFile() ? [path] : [];
    });
  return (await Promise.all(inside)).flat();
}

/**
 * Decodes like the page: upright, on white, at most 2048 pixels a side unless all of them are
 * requested.
 */
async function decodePicture(file: PictureFile, whole: boolean): Promise<Raster> {
  const name = nameOf(file.path);
  const bytes = new Uint8Array(await (await file.read()).arrayBuffer());
  if (bytes.length === 0) throw new PlaygroundError('image-empty', { name });
  const { format } = await inspectPicture(bytes, name);
  if (unreadable.has(format)) throw new PlaygroundError('image-unsupported', { name, format: format.toUpperCase() });
  try {
    const { space, hasProfile } = await sharp(bytes).metadata();
    const opened = space === 'cmyk' && !hasProfile ? await withoutInk(bytes) : sharp(bytes);
    const upright = opened.autoOrient().toColourspace('srgb').ensureAlpha();
    const most = whole ? null : { width: workingSide, height: workingSide };
    const sized = most ? upright.resize({ ...most, fit: 'inside', withoutEnlargement: true }) : upright;
    const { data, info } = await sized.raw().toBuffer({ resolveWithObject: true });
    flattenOnWhite(data);
    return { width: info.width, height: info.height, channels: info.channels, data };
  } catch (cause) {
    throw new PlaygroundError('image-undecodable', { name }, { cause });
  }
}

function summary({ pictures, copies, broken }: CollectionCounts): string {
  const parts = [
    `different pictures: ${pictures}`,
    ...(copies > 0 ? [`exact copies, which count once: ${copies}`] : []),
    ...(broken > 0 ? [`files that could not be read: ${broken}`] : []),
  ];
  return parts.join('; ');
}
