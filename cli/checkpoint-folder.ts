/** A checkpoint folder on the disk. */
import { mkdir, readdir, readFile, rename, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { folderTooLarge, maxFolderBytes } from '../src/ml/checkpoint/limits.ts';
import type { Folder } from '../src/ml/checkpoint/zip.ts';
import { PlaygroundError } from '../src/ml/errors.ts';

const checkpointFile = /\.(json|safetensors)$/;

/** The files of a checkpoint among whatever else lies there. Throws `checkpoint-not-one` where there is no such folder. */
export async function readCheckpointFolder(directory: string): Promise<Folder> {
  const folder = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const within of ['', 'unet', 'scheduler']) {
    for (const name of await filesIn(join(directory, within))) {
      const file = join(directory, within, name);
      const { size } = await stat(file);
      if (size > maxFolderBytes) throw folderTooLarge();
      folder.set(within === '' ? name : `${within}/${name}`, new Uint8Array(await readFile(file)));
    }
  }
  if (folder.size === 0) throw new PlaygroundError('checkpoint-not-one', { name: directory });
  return folder;
}

async function filesIn(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { withFileTypes: true }).catch(() => []); // a folder that is not there has no files
  return entries.filter((entry) => entry.isFile() && checkpointFile.test(entry.name)).map(({ name }) => name);
}

/** Replaces a checkpoint that is there. All files are written first and then renamed, so that a crash leaves the old ones. */
export async function writeCheckpointFolder(directory: string, folder: Folder): Promise<void> {
  const paths = [...folder.keys()].map((path) => join(directory, path));
  const contents = [...folder.values()];
  for (const [i, path] of paths.entries()) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(`${path}.part`, contents[i] ?? new Uint8Array());
  }
  for (const path of paths) await rename(`${path}.part`, path);
}
