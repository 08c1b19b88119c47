/** Copies packages with native parts and their dependencies, for x86-64 Linux only. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const dependencies = z.record(z.string(), z.string()).default({});
const packageJson = z.object({ dependencies, optionalDependencies: dependencies });

/** Not copied: files for other systems, sources and documents. */
const left = /\/dist\/(darwin|win32|linux-arm64)|\/(src|install|build|include|glib-2\.0)(\/|$)|\.(h|d\.[cm]?ts|map)$/;

/**
 * The named packages of a `node_modules` folder and all their dependencies. An optional dependency
 * that is not installed is one for another system.
 */
export function withDependencies(names: readonly string[], modules: string): ReadonlySet<string> {
  const all = new Set<string>();
  const add = (name: string): void => {
    if (all.has(name)) return;
    all.add(name);
    const { dependencies: needed, optionalDependencies } = packageJson.parse(
      JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')),
    );
    for (const dependency of Object.keys(needed)) add(dependency);
    for (const optional of Object.keys(optionalDependencies)) if (existsSync(join(modules, optional))) add(optional);
  };
  for (const name of names) add(name);
  return all;
}

/** Copies from one `node_modules` folder into another. */
export function copyPackages(names: Iterable<string>, from: string, to: string): void {
  for (const name of names) {
    const folder = join(from, name);
    cpSync(folder, join(to, name), { recursive: true, filter: (path) => !left.test(path.slice(folder.length)) });
  }
}
