import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { homedir } from 'node:os';

/**
 * The parts of the machine that the search for a browser and for a driver uses: as few as possible,
 * so that a test can replace them.
 */
export interface Host {
  readonly platform: NodeJS.Platform;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly isRoot: boolean;
  exists(path: string): boolean;
  /** Names in the folder; empty if there is no such folder. */
  list(folder: string): readonly string[];
  /** The path after following symbolic links. */
  realPath(path: string): string;
  /** The path of a command on PATH, or null. */
  which(command: string): string | null;
}

export const thisMachine: Host = {
  platform: process.platform,
  env: process.env,
  home: homedir(),
  isRoot: process.getuid?.() === 0,
  exists: existsSync,
  list: (folder) => (existsSync(folder) ? readdirSync(folder) : []),
  realPath: (path) => realpathSync(path),
  which(command) {
    const found = spawnSync('which', [command], { encoding: 'utf8' });
    return found.status === 0 ? found.stdout.trim() : null;
  },
};
