/**
 * The process that does the remaining work while `npm start` serves the page: the benchmark's page,
 * then the data. It ends with the serving process.
 */
import { DataFailure } from '../data/failure.ts';
import { terminalReporter } from '../data/reporter.ts';
import { setRecipes } from '../data/sets/index.ts';
import { buildWhereOld } from './built-page.ts';
import { completeData } from './data.ts';

process.on('disconnect', () => process.exit());

await buildWhereOld('bench.html');
const reporter = terminalReporter();
// The smallest download first.
const recipes = Object.values(setRecipes).sort((a, b) => a.packages[0].bytes - b.packages[0].bytes);
for (const recipe of recipes) {
  const sentence = await completeData(recipe, { reporter }).catch((error: unknown) => {
    if (error instanceof DataFailure) return error.message;
    throw error;
  });
  if (sentence !== null) reporter.stage(sentence);
}
reporter.close();
process.exit();
