/** Flags for reading the pictures of a folder: the same options as in the page's panel. */
import { mostClasses, type PictureShape } from '../../src/ml/data/description.ts';
import { fewestPictures, ownSideRange } from '../../src/own-pictures/limits.ts';
import { ArgumentError, choiceFlag, wholeNumberFlag } from '../arguments.ts';
import type { PictureFolderOptions } from '../picture-folder.ts';

export const pictureFlags = ['side', 'grey', 'fit'] as const;

export interface GivenPictureOptions extends PictureFolderOptions {
  /** The first such flag that was given: it has no effect on a prepared set, which is an error. */
  readonly flag: string | null;
}

/**
 * `like`: the pictures of the resumed checkpoint; the folder's pictures are read in the same way
 * unless a flag says otherwise. Throws an `ArgumentError`.
 */
export function readPictureFlags(
  values: ReadonlyMap<string, string>,
  like: PictureShape = { side: 32, channels: 3 },
): GivenPictureOptions {
  const side = wholeNumberFlag(values, 'side', ownSideRange.min, ownSideRange.max) ?? like.side;
  if (side % 2 !== 0) throw new ArgumentError(`--side must be an even number, not "${side}".`);
  return {
    side,
    channels: (choiceFlag(values, 'grey', ['0', '1']) ?? (like.channels === 1 ? '1' : '0')) === '1' ? 1 : 3,
    fit: choiceFlag(values, 'fit', ['crop', 'fit']) ?? 'crop',
    flag: pictureFlags.find((flag) => values.has(flag)) ?? null,
  };
}

export const pictureUsage = `\
 where --data is a folder of pictures (or a .zip of one), of which there must be at least ${fewestPictures}; up to ${mostClasses} subfolders are classes:
  --side N          pixels, an even number from ${ownSideRange.min} to ${ownSideRange.max} (default 32)
  --grey 0|1        without colours
  --fit crop|fit    the square in the middle, or all of it on white (default crop)`;
