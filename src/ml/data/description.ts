/**
 * A data set described as a value, from which everything else follows (networks, kernels, labels,
 * pictures on the page). Data and types only.
 */

/** Shape of one picture: `side` x `side` pixels of `channels` bytes each. */
export interface PictureShape {
  /** In pixels: an even number from 8 to 128. */
  readonly side: number;
  /** 1: grey. 3: red, green, blue. 4: red, green, blue, alpha. */
  readonly channels: 1 | 3 | 4;
}

/**
 * Size of a picture that need not be square: a picture to repair may be larger than the network's.
 */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly channels: PictureShape['channels'];
}

export function sizeOf(shape: PictureShape | PictureSize): PictureSize {
  return 'side' in shape ? { width: shape.side, height: shape.side, channels: shape.channels } : shape;
}

/** What is known about a data set before any of it has been loaded. */
export interface DataSetFacts extends PictureShape {
  /**
   * Its name in an experiment (`data`): the name of a shipped set, or `own-` and the first 16
   * digits of the hash.
   */
  readonly id: string;
  /**
   * The name of label i is `classNames[i]`. Empty if the pictures have no classes: all labels are
   * then 0. At most 1,000.
   */
  readonly classNames: readonly string[];
  /** Whether a mirrored picture (left to right) could belong to the set: a digit could not. */
  readonly mirrors: boolean;
  readonly licence: string;
  /** Where the pictures come from. */
  readonly source: string;
}

export interface DataSetDescription extends DataSetFacts {
  /** Its name for visitors. */
  readonly name: string;
  /** Available pictures, by split. */
  readonly counts: { readonly train: number; readonly test: number };
  /**
   * SHA-256 of all decoded pictures and labels, 64 hexadecimal digits: sets with equal hashes are
   * equal.
   */
  readonly hash: string;
}

/** The form of an `id`; it says nothing about whether such a set exists. */
export const dataSetId = /^(?:[a-z][a-z0-9]{0,31}|own-[0-9a-f]{16})$/;

export const sideRange = { min: 8, max: 128 } as const;
export const mostClasses = 1_000;

/** Bytes of one picture, and the count of its numbers as a tensor. */
export function pictureSize(shape: PictureShape | PictureSize): number {
  const { width, height, channels } = sizeOf(shape);
  return width * height * channels;
}

/** The labels of the set, ascending. Pictures without classes all have label 0. */
export function allClassesOf({ classNames }: Pick<DataSetFacts, 'classNames'>): readonly number[] {
  return Array.from({ length: Math.max(1, classNames.length) }, (_, index) => index);
}

/** The number that a network is given for "no class": one beyond the last. */
export function noClassOf({ classNames }: Pick<DataSetFacts, 'classNames'>): number {
  return classNames.length;
}

/** Matches a class number: there are at most 1,000 classes. */
const number = /^\d{1,3}$/;

/** The class with this name or this number; null for `any` and for anything else. */
export function classNumber(name: string, { classNames }: Pick<DataSetFacts, 'classNames'>): number | null {
  const index = classNames.indexOf(name);
  if (index >= 0) return index;
  return number.test(name) ? Number(name) : null;
}
