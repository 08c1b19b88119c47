/** Copies packages with native parts, and what they depend on, for x86-64 Linux alone. */
import { cpSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const dependencies = z.record(z.string(), z.string()).default({});
const packageJson = z.object({ dependencies, optionalDependencies: dependencies });

/** Other systems' parts, sources and papers. */
const left = /\/dist\/(darwin|win32|linux-arm64)|\/(src|install|build|include|glib-2\.0)(\/|$)|\.(h|d\.[cm]?ts|map)$/;

/** Into a folder `node_modules`. Optional dependencies that are not installed are for other systems. */
export function copyPackages(names: readonly string[], from: string, to: string): void {
  const copied = new Set<string>();
  const copy = (name: string): void => {
    if (copied.has(name)) return;
    copied.add(name);
    const folder = join(from, name);
    const { dependencies: needed, optionalDependencies } = packageJson.parse(
      JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')),
    );
    cpSync(folder, join(to, name), { recursive: true, filter: (path) => !left.test(path.slice(folder.length)) });
    for (const dependency of Object.keys(needed)) copy(dependency);
    for (const optional of Object.keys(optionalDependencies)) if (existsSync(join(from, optional))) copy(optional);
  };
  for (const name of names) copy(name);
}
