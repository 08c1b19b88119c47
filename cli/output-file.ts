/** Checks the files that a command will write before it computes anything. */
import { accessSync, constants, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { ArgumentError } from './arguments.ts';

/**
 * The absolute path. Throws if its extension is of another format, or if its folder is missing or
 * not writable.
 */
export function fileToWrite(flag: string, file: string, ending: '.png' | '.safetensors'): string {
  if (!file.toLowerCase().endsWith(ending))
    throw new ArgumentError(`--${flag} must end in ${ending}, the only format written, not "${file}".`);
  const path = resolve(file);
  if (isFolder(path)) throw new ArgumentError(`--${flag}: ${path} is a folder, not a file.`);
  const folder = dirname(path);
  if (!isFolder(folder)) throw new ArgumentError(`--${flag}: there is no folder ${folder}.`);
  try {
    accessSync(folder, constants.W_OK);
  } catch (cause) {
    throw new ArgumentError(`--${flag}: the folder ${folder} cannot be written to.`, { cause });
  }
  return path;
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
