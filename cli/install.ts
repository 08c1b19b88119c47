/** Installs missing requirements of the tests, using the commands that this machine has. */
import { spawnSync } from 'node:child_process';
import type { Host } from './host.ts';

export type Command = readonly [string, ...string[]];
/** One way to install something: commands that are run in sequence. */
export type Way = readonly Command[];

/** The distribution's packages if they can be installed without a prompt; otherwise null. */
export function debianPackages(host: Host, ...names: readonly string[]): Way | null {
  if (host.platform !== 'linux' || !host.isRoot || host.which('apt-get') === null) return null;
  return [
    ['apt-get', 'update'],
    ['apt-get', 'install', '--yes', '--no-install-recommends', ...names],
  ];
}

function run([command, ...args]: Command): boolean {
  console.log(`$ ${command} ${args.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  return spawnSync(command, args, { stdio: 'inherit', env }).status === 0;
}

/** Tries one way after the other until `find` succeeds; null if none helps. */
export function install<T>(ways: readonly Way[], find: () => T | null): T | null {
  for (const way of ways) {
    if (!way.every(run)) continue;
    const installed = find();
    if (installed !== null) return installed;
  }
  return null;
}
