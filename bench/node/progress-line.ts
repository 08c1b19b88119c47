/**
 * One line of a terminal that says how far it is, and leaves nothing behind. Says nothing where
 * stderr is no terminal.
 */
export class ProgressLine {
  show(line: string): void {
    if (!process.stderr.isTTY) return;
    const width = process.stderr.columns || 80;
    process.stderr.write(`\r\u001b[2K${line.slice(0, width - 1)}`);
  }

  clear(): void {
    if (process.stderr.isTTY) process.stderr.write('\r\u001b[2K');
  }
}
