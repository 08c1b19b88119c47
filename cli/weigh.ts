/**
 * Weighs what a visitor loads before the first train step (`weigh/page-weight.ts`), in each
 * language. Exits with 1 if it is over the limit.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type LanguageTag, languages, languageTags, original } from '../src/words/languages.ts';
import { type PageWeight, weighPage } from './weigh/page-weight.ts';

/** In kB of 1,000 bytes, gzipped. */
const limit = 500;
const dist = 'dist';

function fail(sentence: string): never {
  console.error(sentence);
  process.exit(1);
}

function weigh(language: LanguageTag): PageWeight {
  try {
    return weighPage(dist, language);
  } catch (error) {
    return fail(error instanceof Error ? error.message : String(error));
  }
}

if (!existsSync(join(dist, 'index.html'))) fail('dist/index.html is not there: run `npm run build` first.');
const { files, total } = weigh(original);
let heaviest = total;
console.log('\nLoaded before the first train step (kB, gzipped):');
for (const { file, kB } of files) console.log(`${kB.toFixed(1).padStart(8)}  ${file}`);
console.log(`${total.toFixed(1).padStart(8)}  of at most ${limit}`);
for (const tag of languageTags) {
  if (tag === original) continue;
  const { total } = weigh(tag);
  console.log(`${total.toFixed(1).padStart(8)}  in ${languages[tag].name}`);
  heaviest = Math.max(heaviest, total);
}
if (heaviest > limit) fail(`The page is ${(heaviest - limit).toFixed(1)} kB too heavy.`);
