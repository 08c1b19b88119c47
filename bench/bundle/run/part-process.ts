/** Runs a part and ends it at its time limit, even if the part does not react. */
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { type PartLine, parsePartLine } from '../part-lines.ts';
import { graceOf } from './time-budget.ts';

/**
 * `cut`: the part's time was over before it finished. `interrupted`: the whole run was interrupted.
 * In both cases the results so far count. `crashed`: a signal that we did not send ended it.
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
  /** Takes what the part prints besides results: drivers' warnings, error messages. */
  readonly onMessage: (text: string) => void;
  readonly signal: AbortSignal;
}

/** Asks the part to end with SIGINT; ends it with SIGKILL. */
export async function runPart(part: PartProcess): Promise<Outcome> {
  const grace = graceOf(part.limit);
  // Its own process group, so that the processes it has started end with it.
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
      // The group has already ended.
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
        // A part may finish just as it is asked to end.
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
