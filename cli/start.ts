/** `npm start`: completes the data, builds where the sources are newer, serves the page and prints its URL. */
import { spawnSync } from 'node:child_process';
import { preview } from 'vite';
import { DataFailure } from './data/failure.ts';
import { terminalReporter } from './data/reporter.ts';
import { defaultDataDirectory } from './node-shards.ts';
import { completeData } from './start/data.ts';
import { newestChange } from './start/newest-change.ts';
import { notFoundPage } from './start/not-found.ts';

async function prepare(): Promise<void> {
  const reporter = terminalReporter();
  try {
    const shortage = await completeData({ directory: defaultDataDirectory, reporter });
    if (shortage !== null) reporter.stage(shortage);
  } finally {
    reporter.close();
  }
}

/** Ends the process with the build's exit status where it fails. */
function build(): void {
  const { status } = spawnSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

try {
  await prepare();
} catch (error) {
  if (!(error instanceof DataFailure)) throw error;
  console.error(error.message);
  process.exit(1);
}

const sources = ['src', 'bench', 'public', 'index.html', 'bench.html', 'vite.config.ts', 'package-lock.json'];
if (newestChange(sources) > newestChange(['dist/index.html'])) build();

const server = await preview({
  plugins: [notFoundPage()],
  preview: { host: 'localhost', port: 4173 },
  logLevel: 'warn',
});
const url = server.resolvedUrls?.local[0] ?? 'http://localhost:4173/';
console.log(`\nDiffusion Playground: ${url}\nCtrl+C stops it.`);
