/** Libraries that the archive brings for machines that lack them, copied from this machine. */
import { execFileSync } from 'node:child_process';
import { readFileSync, realpathSync } from 'node:fs';
import { ArgumentError } from '../../../cli/arguments.ts';
import { isNewer, needsOf } from './elf.ts';

export interface LibraryGroup {
  /** Their folder below `lib`. */
  readonly folder: string;
  /** The Debian package of each library; its licence comes from there. */
  readonly packageOf: Readonly<Record<string, string>>;
  /** Whether the bundle is useless without them. */
  readonly required: boolean;
}

export const libraryGroups: readonly LibraryGroup[] = [
  { folder: 'vulkan', packageOf: { 'libvulkan.so.1': 'libvulkan1' }, required: true },
  {
    folder: 'runtime',
    packageOf: { 'libstdc++.so.6': 'libstdc++6', 'libgcc_s.so.1': 'libgcc-s1' },
    required: true,
  },
  {
    folder: 'display',
    packageOf: {
      'libX11.so.6': 'libx11-6',
      'libXext.so.6': 'libxext6',
      'libxcb.so.1': 'libxcb1',
      'libXau.so.6': 'libxau6',
      'libXdmcp.so.6': 'libxdmcp6',
      'libbsd.so.0': 'libbsd0',
      'libmd.so.0': 'libmd0',
      'libGLdispatch.so.0': 'libglvnd0',
      'libEGL.so.1': 'libegl1',
      'libGLX.so.0': 'libglx0',
    },
    required: false,
  },
];

/** Parts of the C library. The target must use its own, because these parts only work together. */
const ofSystem = /^(libc|libm|libdl|libpthread|librt|libresolv|ld-linux-x86-64)\.so/;
const carried = new Set(libraryGroups.flatMap(({ packageOf }) => Object.keys(packageOf)));

/**
 * Paths by name, as this machine's linker finds them. Libraries that this machine lacks are left
 * out.
 */
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

/**
 * Throws an `ArgumentError` if a program needs a library that neither a bare machine nor the
 * archive has. A distribution's Node may need a dozen such libraries.
 */
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
