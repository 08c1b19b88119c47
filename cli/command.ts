/**
 * Runs a command and sets its exit code: 0, 1 with one sentence about a failure, 2 with one line
 * about a bad argument, 141 if its reader has closed the output.
 */
import { type ErrorCode, PlaygroundError, reportOf } from '../src/ml/errors.ts';
import { sentenceOf } from '../src/words/sentence.ts';
import { ArgumentError } from './arguments.ts';
import { closedCode, outputClosed, watchOutput } from './closed-output.ts';

/** The argument is well formed, but what it names is unsuitable. */
const badArguments: readonly ErrorCode[] = [
  'checkpoint-not-one',
  'image-not-an-image',
  'image-unsupported',
  'hub-missing',
  'hub-revision',
  'hub-no-model',
];

export function exitCodeOf(error: unknown): 1 | 2 {
  const isArgument = error instanceof PlaygroundError && badArguments.includes(error.code);
  return isArgument || error instanceof ArgumentError ? 2 : 1;
}

const closings: (() => Promise<void>)[] = [];

/**
 * Releases whatever holds the GPU: a process that exits while the GPU is working sometimes crashes
 * in the driver.
 */
export function beforeExit(close: () => Promise<void>): void {
  closings.push(close);
}

/** `run` resolves to the exit code. Exits the process: Dawn's threads would keep it alive. */
export async function runCommand(run: () => Promise<number>): Promise<never> {
  watchOutput();
  const code = await run().catch((error: unknown) => {
    say(sentence(error));
    return exitCodeOf(error);
  });
  await Promise.allSettled(closings.map((close) => close()));
  await flushed(process.stdout);
  process.exit(outputClosed.aborted ? closedCode : code);
}

/** Writes to stderr everything that is not the result. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

export function printLine(line: string): void {
  process.stdout.write(`${line}\n`);
}

function sentence(error: unknown): string {
  if (error instanceof ArgumentError) return error.message;
  if (error instanceof PlaygroundError) return sentenceOf(reportOf(error));
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

/**
 * Waits until the output has been written: a pipe takes time, and `process.exit` does not wait for
 * it.
 */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
