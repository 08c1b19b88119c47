/**
 * The network's weights in a folder: one file, or several shards and their index, with today's
 * names or those of diffusers before 0.17.
 */
import { z } from 'zod';
import { PlaygroundError } from '../errors.ts';
import { currentParameterName } from '../models/unet2d/deprecated-names.ts';
import type { Reason } from '../reasons.ts';
import type { Folder } from './folder-files.ts';
import { fileOf, readJson } from './folder-files.ts';
import { findWeights } from './layout.ts';
import { openSafetensors, type StoredTensor, type StoredTensors } from './safetensors.ts';
import type { ParameterShapes } from './tensors.ts';

/** diffusers' index: which file holds which tensor; all files are beside the index. */
const indexSchema = z.object({ weight_map: z.record(z.string(), z.string()) });
/** A plain name: no folder, no drive, no path to elsewhere. */
const shardName = /^[\w.-]+\.safetensors$/;
const maxShards = 64;

/**
 * Decodes nothing yet. `directory`: '' or ending in a slash. `shapes`: those of the network's
 * parameters. Removes a wrapper's prefix that all names share, skips integers that are not
 * parameters (counters, positions), and rounds float64, each with a notice. Throws `checkpoint-*`.
 */
export function openWeights(
  folder: Folder,
  directory: string,
  shapes: ParameterShapes,
  notices: Reason[] = [],
): StoredTensors {
  const { kind, path } = findWeights(folder, directory);
  const inFile = kind === 'file' ? openFile(folder, path) : openShards(folder, directory, path);
  const prefix = wrapperOf([...inFile.keys()]);
  const stored = underCurrentNames(inFile, prefix);
  if (prefix !== '') notices.push({ code: 'prefix-removed', prefix });
  if ([...stored.values()].some(({ isDouble }) => isDouble)) notices.push({ code: 'doubles-rounded' });
  const counters = [...stored].filter(([name, { isInteger }]) => isInteger && !shapes.has(name)).map(([name]) => name);
  if (counters.length > 0) notices.push(skipped(counters));
  return new Map([...stored].filter(([name]) => !counters.includes(name)));
}

/** The first three names, shortened, and how many more there are. */
function skipped(counters: readonly string[]): Reason {
  const shown = counters.slice(0, 3).map((name) => name.slice(0, 60));
  const [names, more] = [shown.join(', '), counters.length - shown.length];
  return more > 0 ? { code: 'counters-skipped-more', names, more } : { code: 'counters-skipped', names };
}

function openFile(folder: Folder, path: string): StoredTensors {
  return openSafetensors(path, fileOf(folder, path));
}

function openShards(folder: Folder, directory: string, index: string): StoredTensors {
  const refuse = (reason: Reason): never => {
    throw new PlaygroundError('checkpoint-invalid', { file: index, reason });
  };
  const parsed = indexSchema.safeParse(readJson(folder, index));
  if (!parsed.success) return refuse({ code: 'no-weight-map' });
  const fileOfTensor = new Map(Object.entries(parsed.data.weight_map));
  const shards = [...new Set(fileOfTensor.values())].sort();
  const [stranger] = shards.filter((shard) => !shardName.test(shard));
  if (stranger !== undefined) refuse({ code: 'not-beside', name: JSON.stringify(stranger).slice(0, 100) });
  if (shards.length > maxShards) refuse({ code: 'files-beyond', files: shards.length, most: maxShards });

  const tensors = new Map<string, StoredTensor>();
  for (const shard of shards) {
    for (const [name, tensor] of openFile(folder, directory + shard)) {
      if (fileOfTensor.get(name) !== shard) refuse({ code: 'tensor-elsewhere', tensor: name, file: shard });
      tensors.set(name, tensor);
    }
  }
  const missing = [...fileOfTensor.keys()].find((name) => !tensors.has(name));
  if (missing !== undefined)
    refuse({ code: 'tensor-not-there', tensor: missing, file: fileOfTensor.get(missing) ?? '' });
  return tensors;
}

/**
 * The prefix that torch.compile and DistributedDataParallel, in any order, put before every name.
 */
function wrapperOf(names: readonly string[]): string {
  const [prefix = ''] = /^(?:_orig_mod\.|module\.)*/.exec(names[0] ?? '') ?? [];
  return names.every((name) => name.startsWith(prefix)) ? prefix : '';
}

function underCurrentNames(stored: StoredTensors, prefix: string): StoredTensors {
  const current = new Map<string, StoredTensor>();
  for (const [old, tensor] of stored) {
    const name = currentParameterName(old.slice(prefix.length));
    if (current.has(name))
      throw new PlaygroundError('checkpoint-tensor', { tensor: name, reason: { code: 'there-twice' } });
    current.set(name, tensor);
  }
  return current;
}
