/** The data before the page is served: all of it, or, where it cannot be had now, as much as is there. */
import { DataFailure } from '../data/failure.ts';
import { imagesPerShard, shardTotal } from '../data/known-truths.ts';
import { type PrepareOptions, prepareData, readManifest } from '../data/prepare.ts';

const allImages = shardTotal.train * imagesPerShard;

/**
 * Completes what is there (`npm test` leaves a few shards) and answers null, or, where that fails and some shards are there, the sentence
 * that says so: a page that trains on a part is better than none. Throws `DataFailure` where there is nothing to serve.
 */
export async function completeData(options: PrepareOptions & { readonly directory: string }): Promise<string | null> {
  try {
    await prepareData(options);
    return null;
  } catch (error) {
    const there = (await readManifest(options.directory))?.splits.train.labels.length ?? 0;
    if (!(error instanceof DataFailure) || there === 0) throw error;
    const [images, all] = [there, allImages].map((count) => count.toLocaleString('en'));
    return `${error.message.replace(/\.$/, '')}; until then the page has ${images} of ${all} training images.`;
  }
}
