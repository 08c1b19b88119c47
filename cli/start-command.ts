/**
 * `npm start`: builds the page if its sources are newer, serves it, prints its URL, and then does
 * the rest in the background: the benchmark's page and the data.
 */
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';
import { placeManifests } from '../tools/vite/embedded-data.ts';
import { buildWhereOld } from './start/built-page.ts';
import { hostHeaders } from './start/host-headers.ts';
import { notFoundPage } from './start/not-found.ts';
import { preparedData } from './start/prepared-data.ts';

/** Runs in its own process, with a lower priority than training on the processor. */
function doTheRest(): void {
  const { pid } = fork(join(import.meta.dirname, 'start', 'behind.ts'));
  try {
    if (pid !== undefined) setPriority(pid, 10);
  } catch {
    // Lowering the priority is optional, and not allowed on every system.
  }
}

await buildWhereOld('index.html');
placeManifests('public');

const server = await preview({
  plugins: [hostHeaders(), preparedData(), notFoundPage()],
  preview: { host: 'localhost', port: 4173 },
  logLevel: 'warn',
});
const url = server.resolvedUrls?.local[0] ?? 'http://localhost:4173/';
console.log(`\nDiffusion Playground: ${url}\nCtrl+C stops it.`);
doTheRest();
