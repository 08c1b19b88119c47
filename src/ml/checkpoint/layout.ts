/** Where things stand in a folder: as we and diffusers write it, or as diffusers wrote it before pipelines had parts. */
import { PlaygroundError } from '../errors.ts';
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
  /** What brings a folder from elsewhere puts it there: name and licence of the model, as `basedOnSchema` has them. */
  basedOn: 'based_on.json',
} as const;

const weightsName = 'diffusion_pytorch_model';
/** A variant, such as fp16, stands between the name and the ending. */
const variantFile = new RegExp(`^${weightsName}\\.[\\w-]+\\.safetensors$`);
const variantIndex = new RegExp(`^${weightsName}\\.safetensors\\.index\\.[\\w-]+\\.json$`);

export interface NetworkFiles {
  /** Of the files of the network: `unet/`, or nothing where they stand at the root. */
  readonly directory: string;
  readonly config: string;
  readonly scheduler: string;
}

/** Where a network may stand. What an EMAModel has averaged is what to sample with, but a pipeline names its network, which is `unet`. */
function directoryOf(folder: Folder): string | null {
  const paths = [...folder.keys()];
  const has = (directory: string) => paths.some((path) => path.startsWith(directory));
  if (has(averaged) && !(has('unet/') && folder.has(files.index))) return averaged;
  if (has('unet/')) return 'unet/';
  return folder.has(files.index) || folder.has('config.json') ? '' : null;
}

const averaged = 'unet_ema/';

/** `name` names the folder or file in errors. `notices` is told of a choice. Throws `checkpoint-not-one` where nothing looks like a network. */
export function findNetwork(name: string, folder: Folder, notices: string[] = []): NetworkFiles {
  const directory = directoryOf(folder);
  if (directory === null) {
    // PyTorch's own files are .zip files around one.
    const pickled = [...folder.keys()].find(isPickle);
    throw pickled === undefined
      ? new PlaygroundError('checkpoint-not-one', { name })
      : new PlaygroundError('checkpoint-pickle', { file: pickled });
  }
  if (directory === averaged) notices.push('the averaged weights of unet_ema are taken');
  const scheduler = [files.scheduler, 'scheduler_config.json'].find((path) => folder.has(path)) ?? files.scheduler;
  return { directory, config: `${directory}config.json`, scheduler };
}

/** One file of weights, or the index of several. Throws where there is neither. */
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

/** Python's way to keep objects, which runs whatever program the file holds. A folder may name such files; nothing reads their bytes. */
export const isPickle = (path: string): boolean => pickle.test(path);
