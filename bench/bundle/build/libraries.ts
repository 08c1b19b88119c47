/** Libraries of this machine that the archive carries for machines that lack them. */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { ArgumentError } from '../../../cli/arguments.ts';
import { isNewer, needsOf } from './elf.ts';

export interface LibraryGroup {
  /** Its folder below `lib`. */
  readonly folder: string;
  readonly names: readonly string[];
  /** Whether the bundle is of use without them. */
  readonly required: boolean;
  /** The Debian packages that have them. */
  readonly packages: string;
}

export const libraryGroups: readonly LibraryGroup[] = [
  { folder: 'vulkan', names: ['libvulkan.so.1'], required: true, packages: 'libvulkan1' },
  { folder: 'runtime', names: ['libstdc++.so.6', 'libgcc_s.so.1'], required: true, packages: 'libstdc++6 libgcc-s1' },
  {
    folder: 'display',
    names: [
      ...['libX11.so.6', 'libXext.so.6', 'libxcb.so.1', 'libXau.so.6', 'libXdmcp.so.6', 'libbsd.so.0', 'libmd.so.0'],
      ...['libGLdispatch.so.0', 'libEGL.so.1', 'libGLX.so.0'],
    ],
    required: false,
    packages: 'libx11-6 libxext6 libglvnd0 libegl1 libglx0',
  },
];

/** What the C library has: it must be the target's own, because its parts belong together. */
const ofSystem = /^(libc|libm|libdl|libpthread|librt|libresolv|ld-linux-x86-64)\.so/;
const carried = new Set(libraryGroups.flatMap(({ names }) => names));

/** Paths by name, as the linker of this machine finds them. Those that are not here are missing. */
export function findLibraries(names: readonly string[]): ReadonlyMap<string, string> {
  const cache = execFileSync('/sbin/ldconfig', ['-p'], { encoding: 'utf8' });
  const paths = new Map<string, string>();
  for (const line of cache.split('\n')) {
    const [, name, path] = /^\s*(\S+) \(libc6,x86-64[^)]*\) => (\S+)$/.exec(line) ?? [];
    if (name !== undefined && path !== undefined && names.includes(name) && !paths.has(name))
      paths.set(name, realpathSync(path));
  }
  return paths;
}

/** Throws an `ArgumentError` if a program needs what neither a bare machine nor the archive has: a distribution's Node may consist of a dozen libraries. */
export function requireOnlyCarried(program: string): void {
  const strange = needsOf(readFileSync(program)).libraries.find((name) => !ofSystem.test(name) && !carried.has(name));
  if (strange === undefined) return;
  throw new ArgumentError(
    `${program} needs ${strange}, which a bare machine may not have: --node PATH names a Node as nodejs.org has it.`,
  );
}

/** The newest versions that any of these files needs, by family: `GLIBC`, `GLIBCXX`. */
export function newestVersions(files: readonly string[]): ReadonlyMap<string, string> {
  const newest = new Map<string, string>();
  for (const file of files)
    for (const [family, version] of needsOf(readFileSync(file)).versions) {
      const known = newest.get(family);
      if (known === undefined || isNewer(version, known)) newest.set(family, version);
    }
  return newest;
}
