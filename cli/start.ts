/** `npm start`: builds the page where its sources are newer, serves it, prints its URL, and does the rest behind: the benchmark's page and the data. */
import { fork } from 'node:child_process';
import { setPriority } from 'node:os';
import { join } from 'node:path';
import { preview } from 'vite';
import { placeManifests } from '../tools/vite/embedded-data.ts';
import { buildWhereOld } from './start/built-page.ts';
import { notFoundPage } from './start/not-found.ts';
import { preparedData } from './start/prepared-data.ts';

/** In a process of its own, which gives way to whatever trains on the processor. */
function doTheRest(): void {
  const { pid } = fork(join(import.meta.dirname, 'start', 'behind.ts'));
  try {
    if (pid !== undefined) setPriority(pid, 10);
  } catch {
    // A courtesy that not every system allows.
  }
}

await buildWhereOld('index.html');
placeManifests('public');

const server = await preview({
  plugins: [preparedData(), notFoundPage()],
  preview: { host: 'localhost', port: 4173 },
  logLevel: 'warn',
});
const url = server.resolvedUrls?.local[0] ?? 'http://localhost:4173/';
console.log(`\nDiffusion Playground: ${url}\nCtrl+C stops it.`);
doTheRest();
