/**
 * A page finds a data set by its `manifest.json`, which is never tracked. Where nothing was prepared yet, it is the one that the repository carries; so it is
 * where another commit has brought other embedded shards than those that were prepared, until `npm run data` prepares the rest of them.
 */
import { copyFileSync, existsSync, readdirSync, readFileSync, renameSync } from 'node:fs';
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

/** For each folder in `root`. A manifest of the embedded shards as they are stays. */
export function placeManifests(root: string): void {
  if (!existsSync(root)) return;
  for (const folder of readdirSync(root)) {
    const [embedded, manifest] = [embeddedFile, manifestFile].map((file) => join(root, folder, file)) as [
      string,
      string,
    ];
    if (!existsSync(embedded) || agrees(manifest, embedded)) continue;
    // Never half there, whatever else reads or writes the folder.
    const part = `${manifest}.${process.pid}.part`;
    copyFileSync(embedded, part);
    renameSync(part, manifest);
  }
}

/** Whether the manifest is there and lists every embedded shard with its hash. */
function agrees(manifest: string, embedded: string): boolean {
  if (!existsSync(manifest)) return false;
  const hashes = (file: string) => readFileSync(file, 'utf8').match(/"sha256":"[0-9a-f]{64}"/g) ?? [];
  const there = new Set(hashes(manifest));
  return hashes(embedded).every((hash) => there.has(hash));
}
