/** Lays out the archive's folder. */
import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ArgumentError } from '../../../cli/arguments.ts';
import { embeddedFile } from '../../../cli/data-folders.ts';
import { dataDirectoryOf } from '../../../cli/node-shards.ts';
import { type ShippedSet, shippedSets } from '../../../src/ml/config.ts';
import { parseManifest, splits } from '../../../src/ml/data/manifest.ts';
import { compile, nativePackages } from './compile.ts';
import { findLibraries, libraryGroups, newestVersions, requireOnlyCarried } from './libraries.ts';
import { copyLicences } from './licences.ts';
import { copyPackages, withDependencies } from './packages.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const sets = [shippedSets.digits, shippedSets.emoji] as const;

export interface ContentsOptions {
  /** The archive's folder, which must be empty. */
  readonly folder: string;
  /** The Node that the archive carries. */
  readonly node: string;
  /** Called with a sentence about what the archive lacks. */
  readonly onNote: (text: string) => void;
}

/** What the target machine must have. */
export interface Requirements {
  readonly glibc: string;
  /** The newest symbol version that is needed of libstdc++, as `GLIBCXX_3.4.30`. */
  readonly cxx: string;
  /** If the target's libstdc++ is older, the archive's own is used, which needs this glibc. */
  readonly glibcForOwnCxx: string;
}

export async function layOut({ folder, node, onNote }: ContentsOptions): Promise<Requirements> {
  requireOnlyCarried(node);
  const app = join(folder, 'app');
  await compile(app);
  writeFileSync(join(app, 'package.json'), '{ "type": "module" }\n');
  for (const file of ['torch_peer.py', 'torch_unet.py'])
    copyFileSync(join(root, 'bench', file), join(app, 'bench', file));
  const modules = join(root, 'node_modules');
  const packages = withDependencies(nativePackages, modules);
  copyPackages(packages, modules, join(app, 'node_modules'));
  for (const set of sets) await copyEmbedded(set, join(app, 'public', set.folder));
  copyNode(node, join(folder, 'bin'));
  const debianPackages = copyLibraries(join(folder, 'lib'), onNote);
  copyLicences({ app, packages, node, debianPackages }, join(folder, 'licences'));
  const requirements = requirementsOf(folder);
  const script = readFileSync(join(root, 'bench', 'bundle', 'run.sh'), 'utf8');
  const filled = script.replace('@GLIBC@', requirements.glibc).replace('@CXX@', requirements.cxx);
  writeFileSync(join(folder, 'run.sh'), filled);
  chmodSync(join(folder, 'run.sh'), 0o755);
  return requirements;
}

function requirementsOf(folder: string): Requirements {
  const dawn = join(folder, 'app', 'node_modules', 'webgpu', 'dist', 'linux-x64', 'dawn.node');
  const programs = newestVersions([join(folder, 'bin', 'node'), dawn, join(folder, 'lib', 'vulkan', 'libvulkan.so.1')]);
  const runtime = join(folder, 'lib', 'runtime');
  const ownCxx = newestVersions(readdirSync(runtime).map((name) => join(runtime, name)));
  return {
    glibc: programs.get('GLIBC') ?? 'any',
    cxx: `GLIBCXX_${programs.get('GLIBCXX') ?? 'any'}`,
    glibcForOwnCxx: ownCxx.get('GLIBC') ?? 'any',
  };
}

/** Copies the part of a set that is in the repository. */
async function copyEmbedded(set: ShippedSet, to: string): Promise<void> {
  const from = dataDirectoryOf(set);
  const manifest = await parseManifest(JSON.parse(readFileSync(join(from, embeddedFile), 'utf8')));
  const shards = splits.flatMap((split) => manifest.splits[split].shards.map(({ file }) => file));
  mkdirSync(to, { recursive: true });
  for (const file of [embeddedFile, ...shards]) copyFileSync(join(from, file), join(to, file));
}

/** Copies Node without its debug symbols, if this machine can strip them: a tenth of the size. */
function copyNode(node: string, folder: string): void {
  const to = join(folder, 'node');
  mkdirSync(folder, { recursive: true });
  if (spawnSync('strip', ['--strip-all', '-o', to, node]).status !== 0) copyFileSync(node, to);
  chmodSync(to, 0o755);
}

/** Returns the Debian packages of the libraries that it has copied. */
function copyLibraries(folder: string, onNote: ContentsOptions['onNote']): ReadonlySet<string> {
  const packages = new Set<string>();
  for (const { folder: name, packageOf, required } of libraryGroups) {
    const found = findLibraries(Object.keys(packageOf));
    const missing = Object.keys(packageOf).filter((library) => !found.has(library));
    const lacking = missing.map((library) => `${library} (Debian's ${packageOf[library]})`);
    const sentence = `not found: ${lacking.join(', ')}.`;
    if (missing.length > 0 && required) throw new ArgumentError(`The archive cannot be made: ${sentence}`);
    if (missing.length > 0) onNote(`The archive is made without some of lib/${name}: ${sentence}`);
    mkdirSync(join(folder, name), { recursive: true });
    for (const [library, path] of found) copyFileSync(path, join(folder, name, library));
    for (const library of found.keys()) packages.add(packageOf[library] ?? library);
  }
  return packages;
}
