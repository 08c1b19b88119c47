/** Runs one of the project's commands in its own process, as a visitor would. */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { programArguments } from '../node/program-arguments.ts';

export interface CommandOptions {
  /** Interrupts the command like Ctrl+C: it finishes its current step and saves. */
  readonly signal: AbortSignal;
  /** Called with each line of standard output. */
  readonly onLine?: (line: string) => void;
}

const folder = join(import.meta.dirname, '..', '..', 'cli');

/** Resolves when the command has ended or was interrupted. Throws if it failed by itself. */
export function runProjectCommand(
  name: 'train' | 'sample',
  given: readonly string[],
  { signal, onLine }: CommandOptions,
): Promise<void> {
  const child = spawn(process.execPath, [...programArguments(join(folder, `${name}-command`)), ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const interrupt = () => child.kill('SIGINT');
  if (signal.aborted) interrupt();
  signal.addEventListener('abort', interrupt);
  if (onLine) createInterface({ input: child.stdout }).on('line', onLine);
  else child.stdout.resume();
  return new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0 || signal.aborted) resolve();
      else reject(new Error(`${name} ended with ${code ?? 'a signal'}`));
    });
  }).finally(() => signal.removeEventListener('abort', interrupt));
}
