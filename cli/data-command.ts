/**
 * Writes the shipped data sets below public, from the npm packages that contain them. Exits with 1
 * on failure, 2 for a bad argument.
 */
import { resolve } from 'node:path';
import { ArgumentError } from './arguments.ts';
import { closedCode, outputClosed, watchOutput } from './closed-output.ts';
import { parseDataArguments, usage } from './data/arguments.ts';
import { DataFailure } from './data/failure.ts';
import { directoryOf, type PreparedData, prepareData } from './data/prepare.ts';
import { terminalReporter } from './data/reporter.ts';
import { setRecipes } from './data/sets/index.ts';

async function main(): Promise<void> {
  watchOutput();
  const { sets, shards, out, json, help } = parseDataArguments(process.argv.slice(2));
  if (help) {
    process.stdout.write(usage);
    return;
  }
  const reporter = terminalReporter({ json });
  outputClosed.addEventListener('abort', () => {
    reporter.close();
    process.exit(closedCode); // the next run continues from here
  });
  try {
    for (const set of sets) {
      const start = Date.now();
      const recipe = setRecipes[set];
      const directory = out === null ? directoryOf(recipe) : directoryOf(recipe, resolve(out));
      const prepared = await prepareData(recipe, { directory, reporter, ...(shards === null ? {} : { shards }) });
      const ready = { event: 'ready', set, directory, ...figuresOf(prepared), seconds: secondsSince(start) };
      reporter.stage(
        `${directory} is ready: ${ready.images} images in ${ready.trainShards + ready.testShards} shards (${megabytes(ready.bytes)} MB); ${ready.written} written, ${ready.kept} kept, ${ready.seconds} s.`,
      );
      if (json) process.stdout.write(`${JSON.stringify(ready)}\n`);
    }
  } finally {
    reporter.close();
  }
}

function figuresOf({ manifest, kept, written }: PreparedData) {
  const { train, test } = manifest.splits;
  const bytes = [...train.shards, ...test.shards].reduce((sum, { bytes }) => sum + bytes, 0);
  const images = train.labels.length + test.labels.length;
  return { trainShards: train.shards.length, testShards: test.shards.length, images, bytes, written, kept };
}

const secondsSince = (start: number) => Math.round((Date.now() - start) / 100) / 10;
const megabytes = (bytes: number) => Math.round(bytes / 1e5) / 10;

try {
  await main();
} catch (error) {
  if (error instanceof ArgumentError) {
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  } else {
    process.stderr.write(error instanceof DataFailure ? `${error.message}\n` : `${String(error)}\n`);
    process.exitCode = 1;
  }
}
