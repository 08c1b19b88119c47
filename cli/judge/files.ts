/**
 * Checks the judge's input files before a Python is searched, because installing PyTorch takes
 * minutes.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { shippedSetNames } from '../../src/ml/config.ts';
import { ArgumentError } from '../arguments.ts';
import { embeddedFile, manifestFile } from '../data-folders.ts';
import { requiredModelFolder } from '../model-folder.ts';

/** The folder of --model. */
export function judgedFolder(given: string): string {
  if (/^hf:/i.test(given)) {
    throw new ArgumentError(
      `--model ${given}: the judge reads folders. \`npm run train -- --resume ${given} --steps 0 --out DIR\` makes one.`,
    );
  }
  const folder = requiredModelFolder(given);
  if (['unet', 'config.json', 'model_index.json'].some((name) => existsSync(join(folder, name)))) return folder;
  throw new ArgumentError(`--model ${given}: ${folder} holds no network (no unet folder).`);
}

/** The name of a shipped set, or a folder with a manifest. */
export function requireSet(given: string): void {
  const names: readonly string[] = shippedSetNames;
  if (names.includes(given)) return;
  const folder = resolve(given);
  if ([manifestFile, embeddedFile].some((file) => existsSync(join(folder, file)))) return;
  throw new ArgumentError(
    `--data must be one of ${names.join(', ')}, or a folder with a ${manifestFile}, not "${given}".`,
  );
}

/** FILE, or CLASS=FILE. */
export function requireSamples(given: string): void {
  const file = given.slice(given.lastIndexOf('=') + 1);
  if (!existsSync(resolve(file))) throw new ArgumentError(`--tensors: there is no file ${file}.`);
}
