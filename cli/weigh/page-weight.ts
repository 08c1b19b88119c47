/**
 * What a visitor loads before the first train step of the article's recipe: the page
 * (`src/main.tsx`) with its styles, scripts and their static imports, and the same for the engine's
 * worker (`src/workers/engine.worker.ts`). Two dynamic imports count, because they are needed by
 * then: the WebGPU backend and the loss chart. The fallback backends and the dialogs load on
 * request. The other recipes also need the files of the U-Net, which do not count; nor do fonts,
 * pictures and data. Whatever is not needed by then must be imported late: components by
 * `lazyPart`, other code as a file `*.lazy.ts`; `tools/vite/lean-*.ts` remove the parts of tfjs
 * that nothing here uses.
 */
import { readFileSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { type LanguageTag, original } from '../../src/words/languages.ts';
import { findLinks } from './links.ts';

/**
 * Vite names a chunk by its module: `src/ml/backends/webgpu.ts`,
 * `src/components/loss/LossChart.tsx`.
 */
const neededLater = ['webgpu', 'LossChart'];
const isNeeded = (file: string, name: string) => basename(file).startsWith(`${name}-`);

/** Matches a class of `zod`. Those of `zod/mini`, which weighs a tenth, have other names. */
const zodClass = /[`'"]ZodString[`'"]/;

export interface PageWeight {
  /** In kB of 1,000 bytes, gzipped at the level that static hosts use; the largest first. */
  readonly files: readonly { readonly file: string; readonly kB: number }[];
  readonly total: number;
}

/**
 * Weighs the built page in this folder for a reader of this language; a translation is a chunk
 * named by its language tag. Throws an error of one sentence if the files that it finds could not
 * train, or if `zod` is among them: code that is needed before the first step must parse with
 * `zod/mini`.
 */
export function weighPage(dist: string, language: LanguageTag = original): PageWeight {
  const needed = language === original ? neededLater : [...neededLater, language];
  const found = [...collect(join(dist, 'index.html'), needed)];
  for (const name of needed) {
    if (found.some((file) => isNeeded(file, name))) continue;
    throw new Error(`No chunk of ${name} was found: what is weighed here would not train.`);
  }
  const parser = found.find((file) => file.endsWith('.js') && zodClass.test(readFileSync(file, 'utf8')));
  if (parser)
    throw new Error(`${relative(dist, parser)} has zod, which loads before the first train step: use zod/mini.`);
  const files = found
    .map((file) => ({ file: relative(dist, file), kB: gzipSync(readFileSync(file), { level: 6 }).length / 1000 }))
    .sort((a, b) => b.kB - a.kB);
  return { files, total: files.reduce((sum, { kB }) => sum + kB, 0) };
}

function collect(entry: string, names: readonly string[]): Set<string> {
  const seen = new Set<string>();
  const queue = [entry];
  for (let file = queue.pop(); file !== undefined; file = queue.pop()) {
    if (seen.has(file)) continue;
    seen.add(file);
    const folder = dirname(file);
    const { atOnce, later } = findLinks(file, readFileSync(file, 'utf8'));
    const needed = later.filter((link) => names.some((name) => isNeeded(link, name)));
    for (const link of [...atOnce, ...needed]) queue.push(join(folder, link));
  }
  return seen;
}
