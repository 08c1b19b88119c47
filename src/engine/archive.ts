/**
 * Runs as files. Loaded when the first one is written or read, because it imports everything that a
 * folder may hold, U-Nets and schedulers among it.
 */
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import { readConfigurations, readFolder, writeFolder } from '../ml/checkpoint/folder.ts';
import type { Folder } from '../ml/checkpoint/folder-files.ts';
import { cardOf, writeSharedFolder } from '../ml/checkpoint/shared-folder.ts';
import { unzipFolder, zipFolder } from '../ml/checkpoint/zip.ts';

export function zipped(checkpoint: Checkpoint): Uint8Array<ArrayBuffer> {
  return zipFolder(writeFolder(checkpoint));
}

/**
 * The network without its training, for others. `opened`: its run began with a checkpoint. Throws
 * `checkpoint-no-half`.
 */
export function zippedToShare(checkpoint: Checkpoint, opened: boolean): Uint8Array<ArrayBuffer> {
  const { data, recipe } = checkpoint.training?.progress.experiment ?? {};
  return zipFolder(writeSharedFolder(checkpoint, cardOf(checkpoint, `${data}-${recipe}`, opened)));
}

/** `name` names the file in errors. Throws `checkpoint-*`, `model-config` or `scheduler-config`. */
export function unzipped(name: string, zip: Uint8Array): Checkpoint {
  return checkpointOf(unzipFolder(name, zip));
}

/** Reads a folder's files, or a folder in one .zip. */
export function checkpointOf(folder: Folder): Checkpoint {
  const [[name, bytes] = ['', null], ...others] = folder;
  if (bytes && others.length === 0 && name.endsWith('.zip')) return unzipped(name, bytes);
  return readFolder('checkpoint.zip', folder);
}

/**
 * Checks a folder whose weights are still missing. Throws what `checkpointOf` would throw for its
 * configurations.
 */
export function checkConfigurations(folder: Folder): void {
  readConfigurations('checkpoint.zip', folder);
}
