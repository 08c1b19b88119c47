/**
 * Finds the folder for `--model` and `--resume`: one on the disk, or that of a shipped model, by
 * its name.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { cardFile } from '../src/ml/checkpoint/card.ts';
import { hubReference } from '../src/share/hub/address.ts';
import { ArgumentError } from './arguments.ts';
import { type NamedModel, readCheckpointFolder } from './checkpoint-folder.ts';
import { say } from './command.ts';
import { dataRoot } from './data-folders.ts';

/** Contains a folder for each shipped model. */
export const modelRoot = join(dataRoot, 'models');

/** The names of the shipped models that are here. */
export function shippedModelNames(root = modelRoot): readonly string[] {
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .filter((name) => existsSync(join(root, name, cardFile)))
    .sort();
}

/**
 * The absolute path. A folder of that name in the working directory takes precedence, with a
 * message, because a path usually means a file on the disk.
 */
export function modelFolder(given: string, root = modelRoot): string {
  const folder = resolve(given);
  if (!shippedModelNames(root).includes(given)) return folder;
  if (!existsSync(folder)) return join(root, given);
  say(`--model ${given} is the folder ${folder}, not the model of that name that ships with the page.`);
  return folder;
}

/** Like `modelFolder`, for a folder that must exist. */
export function requiredModelFolder(given: string, root = modelRoot): string {
  const folder = modelFolder(given, root);
  if (existsSync(folder)) return folder;
  const names = shippedModelNames(root).join(', ');
  throw new ArgumentError(
    `There is no folder ${folder}, and no model "${given}" that ships with the page; there are: ${names}.`,
  );
}

/** The names for a usage text. */
export const shippedModelsUsage = `or the name of a model that ships with the page (${shippedModelNames().join(', ')}), unless there is a folder of that name`;

/**
 * Opens the model that --model or --resume names: a folder on the disk, a model that ships with the
 * page, or a model of the Hugging Face hub. Throws an `ArgumentError` for an address that begins
 * like the hub's notation but is not valid, and for a missing folder; `checkpoint-*`, `hub-*` or
 * `model-*`.
 */
export async function readNamedModel(named: string): Promise<NamedModel> {
  const reference = hubReference(named);
  if (reference) return (await import('./hub-model.ts')).readHubModel(reference);
  if (/^hf:/i.test(named)) {
    throw new ArgumentError(
      `"${named}" names no model of the hub: hf:owner/name, with @revision and /folder where needed.`,
    );
  }
  const directory = requiredModelFolder(named);
  return { name: directory, folder: await readCheckpointFolder(directory) };
}
