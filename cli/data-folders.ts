/** Where the data sets that ship are, and what their folders hold besides shards. */
import { join } from 'node:path';

/** Holds a folder for each set that ships. */
export const dataRoot = join(import.meta.dirname, '..', 'public');

/** What is in a folder. `npm run data` writes it; it is never tracked. */
export const manifestFile = 'manifest.json';

/** Tracked beside the first shards, which it lists: what a fresh checkout has before anything was fetched. */
export const embeddedFile = 'embedded.json';
