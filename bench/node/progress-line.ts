/**
 * A line on the terminal that shows progress and removes itself. Shows nothing if stderr is not a
 * terminal.
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
