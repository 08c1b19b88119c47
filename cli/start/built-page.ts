/** The built pages in dist/, and whether their sources are newer. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { shippedSetNames, shippedSets } from '../../src/ml/data/shipped-sets.ts';

/** The data sets are served from public/ itself, so a change of the data requires no build. */
function publicFiles(): readonly string[] {
  const folders: readonly string[] = shippedSetNames.map((name) => shippedSets[name].folder);
  return readdirSync('public')
    .filter((name) => !folders.includes(name))
    .map((name) => join('public', name));
}

const sources = ['src', 'bench', 'tools/vite', 'index.html', 'bench.html', 'vite.config.ts', 'package-lock.json'];

/** Builds the playground, which a visitor waits for, or the benchmark's page. */
export async function buildWhereOld(page: 'index.html' | 'bench.html'): Promise<void> {
  if (newestChange([...sources, ...publicFiles()]) <= newestChange([join('dist', page)])) return;
  await build({ logLevel: 'warn', ...(page === 'bench.html' ? { mode: 'bench' } : {}) });
}

/**
 * The time of the newest change in these files and folders, in milliseconds since 1970; 0 if none
 * of them exists.
 */
export function newestChange(paths: readonly string[]): number {
  return Math.max(0, ...paths.filter(existsSync).map(changeOf));
}

function changeOf(path: string): number {
  const stat = statSync(path);
  // A folder's own time reveals removed files.
  return stat.isDirectory()
    ? Math.max(stat.mtimeMs, newestChange(readdirSync(path).map((name) => join(path, name))))
    : stat.mtimeMs;
}
