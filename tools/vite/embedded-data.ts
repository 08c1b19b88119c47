/** A page finds a data set by its `manifest.json`, which is never tracked: where nothing was prepared yet, it is the one that the repository carries. */
import { copyFileSync, existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';
import { embeddedFile, manifestFile } from '../../cli/data-folders.ts';

export function embeddedData(root = 'public'): Plugin {
  return {
    name: 'embedded-data',
    configResolved() {
      placeManifests(root);
    },
  };
}

/** For each folder in `root`. What is there stays. */
export function placeManifests(root: string): void {
  if (!existsSync(root)) return;
  for (const folder of readdirSync(root)) {
    const [embedded, manifest] = [embeddedFile, manifestFile].map((file) => join(root, folder, file)) as [
      string,
      string,
    ];
    if (existsSync(manifest) || !existsSync(embedded)) continue;
    // Never half there, whatever else reads or writes the folder.
    const part = `${manifest}.${process.pid}.part`;
    copyFileSync(embedded, part);
    renameSync(part, manifest);
  }
}
