/**
 * How much a checkpoint may take. What comes from outside is measured against this before it is read, inflated or decoded: by the page before it is
 * fetched, and by the engine, which opens it.
 */
import { PlaygroundError } from '../errors.ts';
import type { ParameterShapes } from './tensors.ts';

/**
 * Of a folder's files together, of the .zip and of what comes out of it: ddpm-cifar10 with its whole training state, four numbers for each of its 35.7
 * million parameters, takes 546 MB. A tab needs about twice this while it opens such a file.
 */
export const maxFolderBytes = 640 * 2 ** 20;

export const inMegabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

export const maxFolderFiles = 256;

/** Parameters as float32 take no more than a folder may, whatever type a file keeps them in. */
const maxParameters = maxFolderBytes / 4;

export const folderTooLarge = (): PlaygroundError =>
  new PlaygroundError('checkpoint-too-large', {
    limit: `${inMegabytes(maxFolderBytes)} in ${maxFolderFiles} files`,
  });

/** A configuration of a few bytes may ask for any network: its numbers are counted before there are any. */
export function requireParameterCount(shapes: ParameterShapes): void {
  let count = 0;
  for (const shape of shapes.values()) count += shape.reduce((product, size) => product * size, 1);
  if (count <= maxParameters) return;
  const millions = (parameters: number) => Math.round(parameters / 1e6);
  throw new PlaygroundError('checkpoint-too-large', {
    limit: `${millions(maxParameters)} million parameters (its configuration asks for ${millions(count)} million)`,
  });
}

export function requireSize(folder: ReadonlyMap<string, Uint8Array>): void {
  let bytes = 0;
  for (const file of folder.values()) bytes += file.length;
  if (bytes > maxFolderBytes || folder.size > maxFolderFiles) throw folderTooLarge();
}
