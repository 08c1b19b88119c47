/** A reader that has seen enough and goes away (`… --json | head -1`): the command ends without a word, as one does that SIGPIPE ends. */

/** What a shell sees of a program that SIGPIPE has ended: 128 + 13. */
export const closedCode = 141;

const closing = new AbortController();

/** Aborted once nobody reads stdout any more. */
export const outputClosed: AbortSignal = closing.signal;

/** Once a process. Without it Node ends at the first such write, with a stack trace. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClosed(error)) throw error;
    closing.abort();
  });
  // A closed progress output is no reason to stop.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClosed(error)) throw error;
  });
}

/** Windows says EOF. */
const isClosed = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || code === 'EOF';
