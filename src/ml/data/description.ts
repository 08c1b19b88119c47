/** What a data set is, as a value: everything else (networks, kernels, labels, pictures on the page) follows from it. Data and types only. */

/** Of one picture: `side` x `side` pixels of `channels` bytes each. */
export interface PictureShape {
  /** In pixels: an even number from 8 to 128. */
  readonly side: number;
  /** 1: grey. 3: red, green, blue. 4: and alpha. */
  readonly channels: 1 | 3 | 4;
}

/** Of pictures that need not be square: what is repaired may be larger than the network's pictures. */
export interface PictureSize {
  readonly width: number;
  readonly height: number;
  readonly channels: PictureShape['channels'];
}

export function sizeOf(shape: PictureShape | PictureSize): PictureSize {
  return 'side' in shape ? { width: shape.side, height: shape.side, channels: shape.channels } : shape;
}

/** What is known of a data set before any of it has been loaded. */
export interface DataSetFacts extends PictureShape {
  /** What an experiment calls it (`data`): the name of a set that ships, or `own-` and the first 16 digits of the hash. */
  readonly id: string;
  /** Label i stands for `classNames[i]`. Empty where the pictures have no classes: then all labels are 0. At most 1,000. */
  readonly classNames: readonly string[];
  /** Whether a picture mirrored left to right could be one of the set: a digit could not. */
  readonly mirrors: boolean;
  readonly licence: string;
  /** Where the pictures come from. */
  readonly source: string;
}

export interface DataSetDescription extends DataSetFacts {
  /** What a visitor calls it. */
  readonly name: string;
  /** Pictures that are there, by split. */
  readonly counts: { readonly train: number; readonly test: number };
  /** SHA-256 of all decoded pictures and labels, 64 hexadecimal digits: two sets with the same hash are the same set. */
  readonly hash: string;
}

/** Form of an `id`: whether a set of that name exists is another question. */
export const dataSetId = /^(?:[a-z][a-z0-9]{0,31}|own-[0-9a-f]{16})$/;

export const sideRange = { min: 8, max: 128 } as const;
export const mostClasses = 1_000;

/** Bytes of one picture, or numbers once it is a tensor. */
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
