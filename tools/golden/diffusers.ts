/** Folders written by diffusers: see diffusers_folders.py. */
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('diffusers/', import.meta.url));

export const diffusersFolders = ['current', 'variant', 'sharded', 'root'] as const;

/** Paths and bytes of all files in the folder. */
export function readDiffusersFolder(name: (typeof diffusersFolders)[number]): Map<string, Uint8Array<ArrayBuffer>> {
  const entries = readdirSync(`${root}${name}`, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => `${entry.parentPath}/${entry.name}`);
  return new Map(paths.map((path) => [path.slice(`${root}${name}/`.length), new Uint8Array(readFileSync(path))]));
}

const expectedSchema = z.record(z.string(), z.object({ shape: z.array(z.int()), sum: z.number(), last: z.number() }));

/** The values of every parameter, in PyTorch's order. */
export function readDiffusersWeights(): z.infer<typeof expectedSchema> {
  return expectedSchema.parse(JSON.parse(readFileSync(`${root}expected.json`, 'utf8')));
}
