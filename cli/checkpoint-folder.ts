/** A checkpoint folder on the disk. */
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Folder } from '../src/ml/checkpoint/folder-files.ts';
import { isPickle } from '../src/ml/checkpoint/layout.ts';
import { folderTooLarge, maxFolderBytes, maxFolderFiles } from '../src/ml/checkpoint/limits.ts';
import { checkpointNumber } from '../src/ml/checkpoint/zip.ts';
import { PlaygroundError } from '../src/ml/errors.ts';
import { say } from './command.ts';

/** A checkpoint from any source. */
export interface NamedModel {
  /** The name of the folder or the repository, for sentences about it. */
  readonly name: string;
  readonly folder: Folder;
}

const checkpointFile = /\.(json|safetensors)$/;

/**
 * The files of a checkpoint, without other files in the folder. Links are followed, because the
 * hub's model cache consists of them. Their sizes are summed before any is read. Throws
 * `checkpoint-not-one` if there is no such folder, or `checkpoint-too-large`.
 */
export async function readCheckpointFolder(directory: string): Promise<Folder> {
  const newest = await newestOf(directory);
  if (newest !== null) return readCheckpointFolder(join(directory, newest));
  const paths: string[] = [];
  let bytes = 0;
  for (const within of ['', 'unet/', 'unet_ema/', 'scheduler/']) {
    for (const name of await namesIn(join(directory, within))) {
      const found = await stat(join(directory, within, name)).catch(() => null); // a dangling link
      if (!found?.isFile()) continue;
      if (!isPickle(name)) bytes += found.size;
      paths.push(within + name);
      if (bytes > maxFolderBytes || paths.length > maxFolderFiles) throw folderTooLarge();
    }
  }
  if (paths.length === 0) {
    if (isPickle(directory)) throw new PlaygroundError('checkpoint-pickle', { file: directory });
    throw new PlaygroundError('checkpoint-not-one', { name: directory });
  }
  const folder = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const path of paths) {
    folder.set(path, isPickle(path) ? new Uint8Array() : new Uint8Array(await readFile(join(directory, path))));
  }
  return folder;
}

/**
 * The newest checkpoint in a folder that contains only accelerate's `checkpoint-N/`; null for any
 * other folder.
 */
async function newestOf(directory: string): Promise<string | null> {
  const names = await readdir(directory).catch(() => []);
  if (names.some((name) => ['model_index.json', 'config.json', 'unet', 'unet_ema'].includes(name))) return null;
  const checkpoints = names.filter((name) => checkpointNumber(name) >= 0);
  const newest = checkpoints.reduce(
    (best, name) => (checkpointNumber(name) > checkpointNumber(best) ? name : best),
    '',
  );
  if (newest === '') return null;
  say(`${newest} is the newest checkpoint in ${directory}.`);
  return newest;
}

async function namesIn(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []); // a missing folder has no files
  return names.filter((name) => checkpointFile.test(name) || isPickle(name));
}

/**
 * Replaces an existing checkpoint. All files are written first and then renamed, so that a crash
 * leaves the old files.
 */
export async function writeCheckpointFolder(directory: string, folder: Folder): Promise<void> {
  const paths = [...folder.keys()].map((path) => join(directory, path));
  const contents = [...folder.values()];
  for (const [i, path] of paths.entries()) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, contents[i] ?? new Uint8Array());
  }
  for (const path of paths) await rename(`${path}.part`, path);
}
