import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

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
