/** `--data`: a set that ships, by name, or a folder: what `npm run data` wrote, or pictures. */
import { existsSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type DataSetDescription, type ShippedSet, shippedSet } from '../src/ml/config.ts';
import type { ShardSource } from '../src/ml/data/source.ts';
import { ArgumentError } from './arguments.ts';
import { embeddedFile, manifestFile } from './data-folders.ts';
import { dataDirectoryOf, nodeShards } from './node-shards.ts';

export interface GivenData {
  /** What a set that ships is, is known before any of it is read. */
  readonly set: ShippedSet | DataSetDescription;
  readonly source: ShardSource;
}

/** Nothing of a set that ships is read yet. Throws an `ArgumentError`, `data-missing` or `data-manifest-invalid`, and what `pictureFolderShards` does. */
export async function openGivenData(data: string): Promise<GivenData> {
  const shipped = shippedSet(data);
  if (data.startsWith('own-')) throw new ArgumentError(`${data} is a set of own pictures: --data names their folder.`);
  if (shipped) return { set: shipped, source: nodeShards(dataDirectoryOf(shipped)) };
  const directory = resolve(data);
  const found = await stat(directory).catch(() => null);
  const isPrepared = [manifestFile, embeddedFile].some((file) => existsSync(join(directory, file)));
  const source = found && !isPrepared ? await picturesIn(directory) : nodeShards(directory);
  const { descriptionOf, parseManifest } = await import('../src/ml/data/manifest.ts');
  return { set: descriptionOf(await parseManifest(await source.manifest())), source };
}

/** In colour, 32 pixels a side. A .zip is opened like a folder. */
async function picturesIn(path: string): Promise<ShardSource> {
  const { pictureFolderShards } = await import('./picture-folder.ts');
  return pictureFolderShards(path, { side: 32, channels: 3, fit: 'crop' });
}
