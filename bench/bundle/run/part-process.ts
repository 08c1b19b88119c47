/** Runs a part within its limit, whatever it does. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type PartLine, parsePartLine } from '../part-lines.ts';
import { graceOf } from './time-budget.ts';

/**
 * `cut`: it was not finished when its time was over. `interrupted`: nor when the whole run was.
 * What it had found until then counts. `crashed`: a signal ended it that was not ours.
 */
export type Outcome =
  | { readonly kind: 'done' }
  | { readonly kind: 'cut' | 'interrupted' }
  | { readonly kind: 'crashed'; readonly signal: NodeJS.Signals }
  | { readonly kind: 'failed'; readonly reason: string };

export interface PartProcess {
  /** Node's arguments. */
  readonly arguments: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** ms */
  readonly limit: number;
  readonly onLine: (line: PartLine) => void;
  /** What it says besides: warnings of drivers, the messages of a failure. */
  readonly onMessage: (text: string) => void;
  readonly signal: AbortSignal;
}

/** An interruption asks for an end; SIGKILL is the end. */
export async function runPart(part: PartProcess): Promise<Outcome> {
  const grace = graceOf(part.limit);
  // A group of its own, so that what the part has started ends with it.
  const child = spawn(process.execPath, part.arguments, {
    env: { ...part.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const toAll = (signal: NodeJS.Signals): void => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, signal);
    } catch {
      // The group has ended.
    }
  };
  let asked: 'cut' | 'interrupted' | null = null;
  const ask = (why: 'cut' | 'interrupted'): void => {
    asked ??= why;
    toAll('SIGINT');
  };
  const asking = setTimeout(() => ask('cut'), part.limit - grace);
  const ending = setTimeout(() => toAll('SIGKILL'), part.limit);
  let abortEnding: NodeJS.Timeout | undefined;
  const abort = (): void => {
    ask('interrupted');
    abortEnding = setTimeout(() => toAll('SIGKILL'), grace);
  };
  if (part.signal.aborted) abort();
  part.signal.addEventListener('abort', abort);
  let last = '';
  createInterface({ input: child.stdout }).on('line', (text) => {
    const line = parsePartLine(text);
    if (line) part.onLine(line);
    else part.onMessage(text);
  });
  createInterface({ input: child.stderr }).on('line', (text) => {
    if (text.trim() !== '') last = text.trim();
    part.onMessage(text);
  });
  try {
    return await new Promise<Outcome>((resolve) => {
      child.on('error', ({ message }) => resolve({ kind: 'failed', reason: message }));
      child.on('close', (code, signal) => {
        // A part that is asked to end may just be finishing.
        if (code === 0) resolve({ kind: 'done' });
        else if (asked !== null) resolve({ kind: asked });
        else if (signal !== null) resolve({ kind: 'crashed', signal });
        else resolve({ kind: 'failed', reason: last || `exit code ${code}` });
      });
    });
  } finally {
    clearTimeout(asking);
    clearTimeout(ending);
    clearTimeout(abortEnding);
    part.signal.removeEventListener('abort', abort);
    toAll('SIGKILL');
  }
}
