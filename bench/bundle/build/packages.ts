/** Copies packages with native parts, and what they depend on, for x86-64 Linux alone. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const dependencies = z.record(z.string(), z.string()).default({});
const packageJson = z.object({ dependencies, optionalDependencies: dependencies });

/** Other systems' parts, sources and papers. */
const left = /\/dist\/(darwin|win32|linux-arm64)|\/(src|install|build|include|glib-2\.0)(\/|$)|\.(h|d\.[cm]?ts|map)$/;

/**
 * These packages of a folder `node_modules`, and all that they depend on. Optional dependencies
 * that are not installed are for other systems.
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

/** From one folder `node_modules` into another. */
export function copyPackages(names: Iterable<string>, from: string, to: string): void {
  for (const name of names) {
    const folder = join(from, name);
    cpSync(folder, join(to, name), { recursive: true, filter: (path) => !left.test(path.slice(folder.length)) });
  }
}
