/**
 * Puts the recorded runs `usual-*` together into src/coach/usual-losses.json: the mean over twenty
 * steps, at some steps.
 *
 *     npx tsx tools/coach/usual-losses.ts && npm run format
 */
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { mean } from '../../src/coach/reading.ts';
import type { RecordedCurve } from '../../src/coach/recorded-curve.ts';

const folder = new URL('../../src/coach/', import.meta.url);
const window = 20;
const wanted = [20, 25, 30, 40, 50, 60, 80, 100, 120];

const table: Record<string, { steps: number[]; means: number[] }> = {};
for (const file of (await readdir(new URL('recorded/', folder))).filter((name) => name.startsWith('usual-')).sort()) {
  const { experiment, losses }: RecordedCurve = JSON.parse(await readFile(new URL(`recorded/${file}`, folder), 'utf8'));
  const steps = wanted.filter((step) => step <= losses.length);
  const means = steps.map((step) => Number(mean(losses, step - window, step).toPrecision(3)));
  table[`${experiment.recipe} ${experiment.data}`] = { steps, means };
}
await writeFile(new URL('usual-losses.json', folder), JSON.stringify(table, null, 2));
