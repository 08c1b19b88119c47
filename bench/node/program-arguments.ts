/** How a program of the project is started in a process of its own. */
import { fileURLToPath } from 'node:url';

/**
 * Node's arguments for a program, whose path has no ending: its source runs by tsx, what is
 * compiled as it is.
 */
export function programArguments(program: string): string[] {
  if (!import.meta.filename.endsWith('.ts')) return [`${program}.js`];
  return ['--import', fileURLToPath(import.meta.resolve('tsx')), `${program}.ts`];
}
