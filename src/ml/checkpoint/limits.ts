/**
 * Size limits of a checkpoint. Untrusted input is checked against them before it is read, inflated
 * or decoded: by the page before it fetches, and by the engine, which opens it.
 */
import { PlaygroundError } from '../errors.ts';
import type { ParameterShapes } from './tensors.ts';

/**
 * Limit of all files of a folder together, of the .zip, and of its inflated content. ddpm-cifar10
 * with its whole training state, four numbers for each of its 35.7 million parameters, takes 546
 * MB. A tab needs about twice this memory while it opens such a file.
 */
export const maxFolderBytes = 640 * 2 ** 20;

export const inMegabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;

export const maxFolderFiles = 256;

/** As float32, the parameters must fit in a folder too, whatever type a file stores them in. */
const maxParameters = maxFolderBytes / 4;

export const folderTooLarge = (): PlaygroundError =>
  new PlaygroundError('checkpoint-too-large', {
    limit: { code: 'size-in-files', size: inMegabytes(maxFolderBytes), files: maxFolderFiles },
  });

/**
 * A configuration of a few bytes may request any network: its parameters are counted before they
 * are allocated.
 */
export function requireParameterCount(shapes: ParameterShapes): void {
  let count = 0;
  for (const shape of shapes.values()) count += shape.reduce((product, size) => product * size, 1);
  if (count <= maxParameters) return;
  const millions = (parameters: number) => Math.round(parameters / 1e6);
  throw new PlaygroundError('checkpoint-too-large', {
    limit: { code: 'million-parameters', most: millions(maxParameters), asked: millions(count) },
  });
}

export function requireSize(folder: ReadonlyMap<string, Uint8Array>): void {
  let bytes = 0;
  for (const file of folder.values()) bytes += file.length;
  if (bytes > maxFolderBytes || folder.size > maxFolderFiles) throw folderTooLarge();
}
