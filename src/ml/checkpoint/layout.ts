/**
 * Where a folder keeps its files: in the layout of today's diffusers and ours, or in diffusers'
 * layout before pipelines had parts.
 */
import { PlaygroundError } from '../errors.ts';
import type { Reason } from '../reasons.ts';
import type { Folder } from './folder-files.ts';

export const files = {
  index: 'model_index.json',
  config: 'unet/config.json',
  weights: 'unet/diffusion_pytorch_model.safetensors',
  scheduler: 'scheduler/scheduler_config.json',
  state: 'training_state.json',
  stateTensors: 'training_state.safetensors',
  program: 'train.py',
  card: 'README.md',
  /**
   * Written by the importer of a folder from elsewhere: name and licence of the model, in the form
   * of `basedOnSchema`.
   */
  basedOn: 'based_on.json',
} as const;

const weightsName = 'diffusion_pytorch_model';
/** A variant, such as fp16, comes between the name and the extension. */
const variantFile = new RegExp(`^${weightsName}\\.[\\w-]+\\.safetensors$`);
const variantIndex = new RegExp(`^${weightsName}\\.safetensors\\.index\\.[\\w-]+\\.json$`);

export interface NetworkFiles {
  /** Directory of the network's files: `unet/`, or '' if they are at the root. */
  readonly directory: string;
  readonly config: string;
  readonly scheduler: string;
}

/**
 * Finds the network's directory. An EMAModel's average is the one to sample with, but a pipeline
 * names its network, which is `unet`.
 */
function directoryOf(folder: Folder): string | null {
  const paths = [...folder.keys()];
  const has = (directory: string) => paths.some((path) => path.startsWith(directory));
  if (has(averaged) && !(has('unet/') && folder.has(files.index))) return averaged;
  if (has('unet/')) return 'unet/';
  return folder.has(files.index) || folder.has('config.json') ? '' : null;
}

const averaged = 'unet_ema/';

/**
 * `name`: the folder or file, for errors. Adds a notice of a choice to `notices`. Throws
 * `checkpoint-not-one` if nothing looks like a network.
 */
export function findNetwork(name: string, folder: Folder, notices: Reason[] = []): NetworkFiles {
  const directory = directoryOf(folder);
  if (directory === null) {
    // PyTorch's own files are .zip files with a pickle inside.
    const pickled = [...folder.keys()].find(isPickle);
    throw pickled === undefined
      ? new PlaygroundError('checkpoint-not-one', { name })
      : new PlaygroundError('checkpoint-pickle', { file: pickled });
  }
  if (directory === averaged) notices.push({ code: 'averaged-taken' });
  const scheduler = [files.scheduler, 'scheduler_config.json'].find((path) => folder.has(path)) ?? files.scheduler;
  return { directory, config: `${directory}config.json`, scheduler };
}

/** The single weights file, or the index of several. Throws if there is neither. */
export function findWeights(
  folder: Folder,
  directory: string,
): { readonly kind: 'file' | 'index'; readonly path: string } {
  const names = [...folder.keys()]
    .filter((path) => path.startsWith(directory) && !path.slice(directory.length).includes('/'))
    .map((path) => path.slice(directory.length))
    .sort();
  const whole = [`${weightsName}.safetensors`, 'model.safetensors'].find((name) => names.includes(name));
  const index = names.find((name) => name === `${weightsName}.safetensors.index.json`);
  const file = whole ?? (index === undefined ? names.find((name) => variantFile.test(name)) : undefined);
  if (file !== undefined) return { kind: 'file', path: directory + file };
  const list = index ?? names.find((name) => variantIndex.test(name));
  if (list !== undefined) return { kind: 'index', path: directory + list };
  const pickled = names.find(isPickle);
  if (pickled !== undefined) throw new PlaygroundError('checkpoint-pickle', { file: directory + pickled });
  throw new PlaygroundError('checkpoint-file-missing', { file: `${directory}${weightsName}.safetensors` });
}

const pickle = /\.(bin|pt|pth|ckpt|pkl)$/;

/**
 * Python's serialization format, which runs any program in the file. A folder may list such files;
 * nothing reads their bytes.
 */
export const isPickle = (path: string): boolean => pickle.test(path);
