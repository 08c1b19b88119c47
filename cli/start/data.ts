/** Completes the served page's data, or as much as can be fetched now. */
import { DataFailure } from '../data/failure.ts';
import { readManifest } from '../data/manifest-files.ts';
import { directoryOf, type PrepareOptions, prepareData } from '../data/prepare.ts';
import type { SetRecipe } from '../data/sets/set.ts';

/**
 * Completes the data (the repository carries the first shards, `npm test` leaves a few). Returns a
 * sentence about what has changed or, if that fails and some shards exist, about the reason: a page
 * that trains on a part is better than none. Null if everything was complete. Throws `DataFailure`
 * if there is nothing to serve.
 */
export async function completeData(recipe: SetRecipe, options: PrepareOptions = {}): Promise<string | null> {
  try {
    const { written, directory } = await prepareData(recipe, options);
    return written === 0 ? null : `${directory} is complete: a page that is loaded now trains on all of it.`;
  } catch (error) {
    const directory = options.directory ?? directoryOf(recipe);
    const there = (await readManifest(directory, recipe.packages[0].integrity))?.splits.train.labels.length ?? 0;
    if (!(error instanceof DataFailure) || there === 0) throw error;
    const [images, all] = [there, recipe.images.train].map((count) => count.toLocaleString('en'));
    return `${error.message.replace(/\.$/, '')}; until then the page has ${images} of ${all} training images of ${recipe.name}.`;
  }
}
