/**
 * Decodes picture files, a few in parallel, and collects what the network will see of them. The
 * host provides the decoder.
 */

import { PlaygroundError } from '../ml/errors.ts';
import type { Raster } from '../ml/resample.ts';
import { nameOf, type PictureFile } from './brought-files.ts';
import { classesOfPaths } from './class-names.ts';
import { Collection } from './collection.ts';
import { type Fit, type SetShape, setPicture } from './set-picture.ts';
import { isBlank, mostTiles, type SheetGrid, sheetTiles } from './sprite-sheet.ts';

export interface CollectOptions extends SetShape {
  readonly fit: Fit;
  /** Whether subfolders are classes. */
  readonly classes: boolean;
  /** How each file is cut into pictures; null: each file is one picture. */
  readonly sheet: SheetGrid | null;
}

export interface CollectHost {
  /**
   * Upright, opaque (on white), RGB first. `whole`: at full size, because a grid counts pixels;
   * otherwise the host may shrink it to 2048 a side.
   */
  decode(file: PictureFile, whole: boolean): Promise<Raster>;
  readonly signal?: AbortSignal;
  /** Called after each file. */
  onProgress?(done: number, collection: Collection): void;
}

/**
 * Files decoded at a time: decoders run in parallel, but a 48-megapixel photograph takes 200 MB
 * meanwhile.
 */
const filesAtOnce = 3;

/** Errors that end the import; any other error concerns only one file. */
const endsAll: ReadonlySet<string> = new Set(['own-too-large', 'own-not-secure', 'own-canvas', 'cancelled']);

/** Throws `own-too-large`, `own-not-secure`, or `cancelled` when `signal` aborts. */
export async function collect(
  files: readonly PictureFile[],
  options: CollectOptions,
  { decode, signal, onProgress }: CollectHost,
): Promise<Collection> {
  const classNames = options.classes ? classesOfPaths(files.map(({ path }) => path)) : [];
  const collection = new Collection();
  let done = 0;
  let stopped = false;
  const take = async (file: PictureFile, index: number): Promise<void> => {
    try {
      await takeFile(await decode(file, options.sheet !== null), nameOf(file.path), {
        ...options,
        collection,
        className: classNames[index] ?? null,
        place: index * mostTiles,
      });
    } catch (error) {
      if (error instanceof PlaygroundError && endsAll.has(error.code)) throw error;
      collection.addProblem(error);
    }
    done += 1;
    onProgress?.(done, collection);
  };
  const waiting = files.entries();
  const lane = async (): Promise<void> => {
    for (const [index, file] of waiting) {
      if (signal?.aborted) throw new PlaygroundError('cancelled');
      if (stopped) return;
      await take(file, index);
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, lane)).finally(() => {
    stopped = true;
  });
  return collection;
}

interface FileOptions extends CollectOptions {
  readonly collection: Collection;
  readonly className: string | null;
  readonly place: number;
}

async function takeFile(raster: Raster, name: string, { collection, ...options }: FileOptions): Promise<void> {
  const { sheet, fit, className, place } = options;
  const { width, height } = raster;
  const regions = sheet === null ? [{ x: 0, y: 0, width, height }] : sheetTiles(name, raster, sheet);
  for (const [i, region] of regions.entries()) {
    if (sheet !== null && isBlank(raster, region)) collection.addBlank();
    else await collection.add(setPicture(raster, region, options, fit), className, place + i);
  }
}
