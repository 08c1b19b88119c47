/**
 * Weighs what a visitor loads before the first train step: the page, its styles and scripts with everything they import statically, and
 * the engine's worker with the same. Of what is imported dynamically, the WebGPU backend and the loss chart are needed by then; the
 * fallback backends and the dialogs load when they are asked for. Fonts, pictures and data are no code and do not count. Exit 1 over the limit.
 */
import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { findLinks } from './weigh/links.ts';

/** kB of 1,000 bytes, gzipped at the level that static hosts use. */
const limit = 400;
const dist = 'dist';

/** Vite names a chunk by its module: `src/ml/device/webgpu.ts`, `src/components/loss/LossChart.tsx`. */
const neededLater = ['webgpu', 'LossChart'];
const isNeeded = (file: string, name: string) => basename(file).startsWith(`${name}-`);

function collect(entry: string): Set<string> {
  const seen = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const folder = dirname(file);
    const { atOnce, later } = findLinks(file, readFileSync(file, 'utf8'));
    const needed = later.filter((link) => neededLater.some((name) => isNeeded(link, name)));
    for (const link of [...atOnce, ...needed]) queue.push(join(folder, link));
  }
  return seen;
}

const entry = join(dist, 'index.html');
if (!existsSync(entry)) {
  console.error('dist/index.html is not there: run `npm run build` first.');
  process.exit(1);
}
const files = [...collect(entry)];
for (const name of neededLater) {
  if (files.some((file) => isNeeded(file, name))) continue;
  console.error(`No chunk of ${name} was found: what is weighed here would not train.`);
  process.exit(1);
}
const rows = files
  .map((file) => ({ file: relative(dist, file), kB: gzipSync(readFileSync(file), { level: 6 }).length / 1000 }))
  .sort((a, b) => b.kB - a.kB);
const total = rows.reduce((sum, row) => sum + row.kB, 0);

console.log('\nLoaded before the first train step (kB, gzipped):');
for (const { file, kB } of rows) console.log(`${kB.toFixed(1).padStart(8)}  ${file}`);
console.log(`${total.toFixed(1).padStart(8)}  of at most ${limit}`);
if (total > limit) {
  console.error(`The page is ${(total - limit).toFixed(1)} kB too heavy.`);
  process.exit(1);
}
