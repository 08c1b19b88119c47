/** `npm start`: prepares the data where it is missing, builds where the sources are newer, serves the page and prints its URL. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { preview } from 'vite';
import { newestChange } from './start/newest-change.ts';

/** Runs one of our own commands; ends the process with its exit status where it fails. */
function run(script: string): void {
  const { status } = spawnSync('npm', ['run', '--silent', script], { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const manifest = 'public/cifar/manifest.json';
if (!existsSync(manifest)) run('data');

const sources = ['src', 'public', 'index.html', 'vite.config.ts', 'package-lock.json'];
if (newestChange(sources) > newestChange(['dist/index.html'])) run('build');

const server = await preview({ preview: { host: 'localhost', port: 4173 }, logLevel: 'warn' });
const url = server.resolvedUrls?.local[0] ?? 'http://localhost:4173/';
console.log(`\nDiffusion Playground: ${url}\nCtrl+C stops it.`);
