/**
 * The manifests of a set's folder: that of the prepared shards, and that of the embedded part in
 * the repository.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Manifest, parseManifest } from '../../src/ml/data/manifest.ts';
import { embeddedFile, manifestFile } from '../data-folders.ts';
import { writeChecked } from './shard-files.ts';

/**
 * The existing manifest: `manifest.json`, otherwise `embedded.json`. Null if neither can be read,
 * or if it belongs to another package (`integrity`).
 */
export async function readManifest(directory: string, integrity: string): Promise<Manifest | null> {
  for (const file of [manifestFile, embeddedFile]) {
    const manifest = await parsedManifest(join(directory, file));
    if (manifest?.integrity === integrity) return manifest;
  }
  return null;
}

/** Writes `manifest.json` unless it already has exactly this content. */
export async function writeManifest(directory: string, manifest: Manifest): Promise<void> {
  const path = join(directory, manifestFile);
  const text = `${JSON.stringify(manifest)}\n`;
  if ((await readFile(path, 'utf8').catch(() => null)) === text) return;
  await writeChecked(path, text, async (written) => {
    await parseManifest(JSON.parse(Buffer.from(written).toString('utf8')));
  });
}

async function parsedManifest(path: string): Promise<Manifest | null> {
  try {
    return await parseManifest(JSON.parse(await readFile(path, 'utf8')));
  } catch {
    return null;
  }
}
