/** The folders of the shipped data sets, and their files besides shards. */
import { join } from 'node:path';

/** Contains a folder for each shipped set. */
export const dataRoot = join(import.meta.dirname, '..', 'public');

/** Lists the files of a folder. Written by `npm run data`, never tracked. */
export const manifestFile = 'manifest.json';

/** Lists the first shards; both are tracked, so that a fresh checkout has them without fetching. */
export const embeddedFile = 'embedded.json';
