/**
 * Chooses the files of a repository that make up the model. The list of files is enough to decide;
 * none is fetched.
 */
import { inMegabytes, maxFolderBytes } from '../../ml/checkpoint/limits.ts';
import { PlaygroundError } from '../../ml/errors.ts';
import {
  cardPath,
  indexPath,
  networkDirectories,
  pickledWeights,
  schedulerPaths,
  statePaths,
  weightsFiles,
} from '../model-layout.ts';
import { type HubReference, writeHubReference } from './address.ts';
import type { Repository, RepositoryFile } from './repository.ts';

/** A file of that name from another program may be anything, so its size is limited. */
const maxCardBytes = 256 * 1024;

export interface Choice {
  /**
   * Configurations, and the index of sharded weights: a few kB. Paths are within the requested
   * folder.
   */
  readonly small: readonly RepositoryFile[];
  /** The large files. For sharded weights, the shards that the index names are added. */
  readonly large: readonly RepositoryFile[];
  /** One of `small`; null if the weights are one file. */
  readonly shardIndex: string | null;
}

/** Throws `hub-no-model`, `hub-pickle` or `checkpoint-file-missing`. */
export function chooseFiles({ name, files }: Repository, reference: HubReference): Choice {
  const { folder } = reference;
  const place = writeHubReference({ ...reference, repository: name });
  const inFolder = new Map<string, RepositoryFile>();
  for (const file of files) {
    const path = file.path.slice(folder.length);
    if (file.path.startsWith(folder)) inFolder.set(path, { ...file, path });
  }
  const found = (paths: readonly string[]) => paths.flatMap((path) => inFolder.get(path) ?? []);
  const isPipeline = inFolder.has(indexPath);
  const network = networkDirectories(isPipeline).find((directory) => inFolder.has(`${directory}config.json`));
  if (network === undefined) throw new PlaygroundError('hub-no-model', { place });
  const weights = weightsFiles.find((file) => inFolder.has(network + file.name));
  if (!weights) {
    if (inFolder.has(network + pickledWeights)) {
      const pipeline = isPipeline ? 'DDPMPipeline' : 'UNet2DModel';
      throw new PlaygroundError('hub-pickle', { repository: name, file: network + pickledWeights, pipeline });
    }
    throw new PlaygroundError('checkpoint-file-missing', { file: network + weightsFiles[0].name });
  }
  const state = found([statePaths.json]).length > 0 ? found([statePaths.tensors]) : [];
  return {
    small: [
      ...found([indexPath, `${network}config.json`]),
      ...found(schedulerPaths).slice(0, 1),
      ...found([cardPath]).filter(({ bytes }) => bytes <= maxCardBytes),
      ...(state.length > 0 ? found([statePaths.json]) : []),
      ...(weights.isIndex ? found([network + weights.name]) : []),
    ],
    large: [...(weights.isIndex ? [] : found([network + weights.name])), ...state],
    shardIndex: weights.isIndex ? network + weights.name : null,
  };
}

/**
 * Chooses the files of one folder that the engine reads, and so those to fetch. Throws
 * `checkpoint-too-large`.
 */
export function requireAllowedSize(files: readonly RepositoryFile[]): number {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= maxFolderBytes) return bytes;
  const limit = `${inMegabytes(maxFolderBytes)} (its files have ${inMegabytes(bytes)})`;
  throw new PlaygroundError('checkpoint-too-large', { limit });
}
