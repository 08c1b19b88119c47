/** How a command ends: 0, 1 with one sentence for what failed, 2 with one line for a bad argument, 141 where its reader has gone away. */
import { type ErrorCode, PlaygroundError, reportOf } from '../src/ml/errors.ts';
import { sentenceOf } from '../src/words/sentence.ts';
import { ArgumentError } from './arguments.ts';
import { closedCode, outputClosed, watchOutput } from './closed-output.ts';

/** The argument can be read, but what it names is not what it must be. */
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

/** For whatever holds the GPU: a process that exits while the GPU is at work crashes in its driver now and then. */
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

/** To stderr: whatever is not the result. */
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

/** A pipe takes its time, and `process.exit` does not wait for it. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write('', () => resolve());
  });
}
