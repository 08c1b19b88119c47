/**
 * A page finds a data set by its `manifest.json`, which is never tracked. Before anything has been
 * prepared, this is the manifest of the embedded part in the repository. The same holds if another
 * commit has brought other embedded shards than the prepared ones, until `npm run data` prepares
 * the rest.
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

/** For each folder in `root`. A manifest that lists the current embedded shards stays. */
export function placeManifests(root: string): void {
  if (!existsSync(root)) return;
  for (const folder of readdirSync(root)) {
    const [embedded, manifest] = [embeddedFile, manifestFile].map((file) => join(root, folder, file)) as [
      string,
      string,
    ];
    if (!existsSync(embedded) || agrees(manifest, embedded)) continue;
    // Renamed into place, so that no other process sees half of it.
    const part = `${manifest}.${process.pid}.part`;
    copyFileSync(embedded, part);
    renameSync(part, manifest);
  }
}

/** Whether the manifest exists and lists every embedded shard with its hash. */
function agrees(manifest: string, embedded: string): boolean {
  if (!existsSync(manifest)) return false;
  const hashes = (file: string) => readFileSync(file, 'utf8').match(/"sha256":"[0-9a-f]{64}"/g) ?? [];
  const there = new Set(hashes(manifest));
  return hashes(embedded).every((hash) => there.has(hash));
}
