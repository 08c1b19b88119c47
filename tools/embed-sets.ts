/**
 * Writes the part of each data set that the repository carries: `embedded.json` and the first
 * shards, which it lists. When a set or its storage format has changed, run this and commit the
 * result with `git add --force public`.
 */
import { copyFile, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { directoryOf, prepareData } from '../cli/data/prepare.ts';
import { terminalReporter } from '../cli/data/reporter.ts';
import { setRecipes } from '../cli/data/sets/index.ts';
import { embeddedFile, manifestFile } from '../cli/data-folders.ts';
import { splits } from '../src/ml/data/manifest.ts';

const place = await mkdtemp(join(tmpdir(), 'embed-sets-'));
const reporter = terminalReporter();
try {
  for (const recipe of Object.values(setRecipes)) {
    const directory = directoryOf(recipe, place);
    const { manifest } = await prepareData(recipe, { directory, shards: 1, reporter });
    const embedded = directoryOf(recipe);
    await mkdir(embedded, { recursive: true });
    for (const { file } of splits.flatMap((split) => manifest.splits[split].shards)) {
      await copyFile(join(directory, file), join(embedded, file));
    }
    await copyFile(join(directory, manifestFile), join(embedded, embeddedFile));
  }
} finally {
  reporter.close();
  await rm(place, { recursive: true });
}
