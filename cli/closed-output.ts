/**
 * Handles a reader that closes the output early (`… --json | head -1`): the command ends silently,
 * like a program that SIGPIPE ends.
 */

/** The exit code of a program that SIGPIPE has ended: 128 + 13. */
export const closedCode = 141;

const closing = new AbortController();

/** Aborted once nobody reads stdout any more. */
export const outputClosed: AbortSignal = closing.signal;

/** Call once per process. Without it, Node ends at the first such write with a stack trace. */
export function watchOutput(): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClosed(error)) throw error;
    closing.abort();
  });
  // A closed progress output does not stop the command.
  process.stderr.on('error', (error: NodeJS.ErrnoException) => {
    if (!isClosed(error)) throw error;
  });
}

/** The code on Windows is EOF. */
const isClosed = ({ code }: NodeJS.ErrnoException): boolean => code === 'EPIPE' || code === 'EOF';
