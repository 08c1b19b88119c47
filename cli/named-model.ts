/**
 * Opens the model that --model or --resume names: a folder on the disk, a model that ships with the
 * page, or a model of the Hugging Face hub.
 */
import { hubReference } from '../src/share/hub/address.ts';
import { ArgumentError } from './arguments.ts';
import { type NamedModel, readCheckpointFolder } from './checkpoint-folder.ts';
import { requiredModelFolder } from './model-folder.ts';

/**
 * Throws an `ArgumentError` for an address that begins like the hub's notation but is not valid,
 * and for a missing folder; `checkpoint-*`, `hub-*` or `model-*`.
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
