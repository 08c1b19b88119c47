/** How to start a program of the project in a separate process. */
import { fileURLToPath } from 'node:url';

/**
 * Node's arguments for a program, whose path has no extension: a source runs by tsx, a compiled
 * program directly.
 */
export function programArguments(program: string): string[] {
  if (!import.meta.filename.endsWith('.ts')) return [`${program}.js`];
  return ['--import', fileURLToPath(import.meta.resolve('tsx')), `${program}.ts`];
}
