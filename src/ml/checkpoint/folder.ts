/**
 * A checkpoint as a folder in diffusers' layout: `model_index.json`, `unet/config.json`,
 * `unet/diffusion_pytorch_model.safetensors`, `scheduler/scheduler_config.json`; to continue
 * exactly, also `training_state.json` and `training_state.safetensors`. Reading checks everything
 * before it returns anything, and shapes before it reads numbers: memory is bounded by the folder's
 * own size (bounded by `zip.ts` and the hosts).
 */
import { z } from 'zod';
import { optimizerOf, recipeNames, recipes } from '../config.ts';
import type { PictureShape } from '../data/description.ts';
import { PlaygroundError } from '../errors.ts';
import { networkFacts, networkShapes, requirePictures } from '../network-description.lazy.ts';
import type { NetworkDescription } from '../network-description.ts';
import { placedReason, type Reason } from '../reasons.ts';
import { articleClass, articleConfig, articleConfigSchema, modelIndex } from './article.ts';
import { sourceIn } from './based-on.ts';
import { cardIn, type ModelCard } from './card.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Folder } from './folder-files.ts';
import { fileOf, readJson, toJson } from './folder-files.ts';
import { files, findNetwork, type NetworkFiles } from './layout.ts';
import { requireParameterCount, requireSize } from './limits.ts';
import { modelCard } from './model-card.ts';
import { openSafetensors, writeSafetensors } from './safetensors.ts';
import { type ParameterShapes, readExpected } from './tensors.ts';
import { trainProgram } from './train-program.ts';
import { trainedOn } from './trained-on.ts';
import { progressFromJson, progressToJson, type TrainingProgress, type TrainingState } from './training-state.ts';
import { joinTensors, splitTensors } from './training-tensors.ts';
import { isForTrainProgram, noticesOfClasses, readUNet2D, writeUNet2D } from './unet2d.ts';
import { openWeights } from './weights.ts';

/** diffusers' mark for tensors of PyTorch. */
const metadata = { format: 'pt' } as const;

/**
 * Paths and bytes of the whole folder; the same checkpoint gives the same bytes. `weights` and the
 * tensors of the state must have the network's shapes.
 */
export function writeFolder({ network, weights, training }: Checkpoint): Folder {
  const folder = new Map(writeNetwork({ network, weights }));
  if (!training) return folder;
  folder.set(files.state, toJson(progressToJson(training.progress, network)));
  folder.set(files.stateTensors, writeSafetensors(joinTensors(training.tensors), metadata));
  if (network.kind === 'unet2d' && isForTrainProgram(network))
    folder.set(files.program, new TextEncoder().encode(trainProgram));
  folder.set(files.card, new TextEncoder().encode(modelCard(network, training)));
  return folder;
}

/** The files of the network itself. */
export function writeNetwork(
  { network, weights }: Pick<Checkpoint, 'network' | 'weights'>,
  dtype: 'F32' | 'F16' = 'F32',
): Folder {
  return new Map([
    ...(network.kind === 'article' ? writeArticle(network.shape) : writeUNet2D(network)),
    [files.weights, writeSafetensors(weights, metadata, dtype)],
  ]);
}

/**
 * `name`: the folder or file, for errors. Throws `checkpoint-*`, `model-config` or
 * `scheduler-config`.
 */
export function readFolder(name: string, folder: Folder): Checkpoint {
  requireSize(folder);
  const notices: Reason[] = [];
  const { where, network, shapes, card } = readConfigurations(name, folder, notices);
  const stored = openWeights(folder, where.directory, shapes, notices);
  // The state first: a folder whose training cannot continue is refused before the weights are
  // decoded.
  const training = readTraining(folder, network, shapes);
  const weights = readExpected(stored, shapes);
  if (network.kind === 'unet2d') notices.push(...noticesOfClasses(network, trainedOn({ training, card })));
  const source = sourceIn(folder);
  return {
    network,
    weights,
    training,
    ...(card && { card }),
    ...(source.length > 0 && { source }),
    ...(notices.length > 0 && { notices }),
  };
}

const stateLabels = z.object({ labels: z.object({ no_class: z.int().min(0) }) });

/**
 * Adds the network's label of "no class", if the training state or the card gives it: the next set
 * that it is trained on may have fewer classes.
 */
function withNoClass(network: NetworkDescription, folder: Folder, card: ModelCard | null): NetworkDescription {
  if (network.kind === 'article') return network;
  const state = folder.has(files.state) ? stateLabels.safeParse(readJson(folder, files.state)) : null;
  const noClass = state ? state.data?.labels.no_class : (card?.noClass ?? card?.dataSet.class_names.length);
  const isKnown = noClass !== undefined && noClass > 0 && network.config.num_class_embeds === noClass + 1;
  return isKnown ? { ...network, noClass } : network;
}

/**
 * Reads the configurations of a folder before its weights have been fetched. Throws what
 * `readFolder` would throw for them, so that nobody downloads a model that cannot be opened. Adds
 * to `notices` one notice per choice.
 */
export function readConfigurations(name: string, folder: Folder, notices: Reason[] = []) {
  const where = findNetwork(name, folder, notices);
  const card = cardIn(folder);
  const network = withNoClass(readNetwork(folder, where, notices), folder, card);
  requirePictures(network);
  const shapes = networkShapes(network);
  requireParameterCount(shapes);
  networkFacts(network); // throws if the network can be neither trained nor sampled from
  return { where, network, shapes, card };
}

function writeArticle(shape: PictureShape): Folder {
  return new Map([
    [files.index, toJson(modelIndex)],
    [files.config, toJson(articleConfig(shape))],
  ]);
}

const namedClass = z.object({ _class_name: z.string() });

function readNetwork(folder: Folder, where: NetworkFiles, notices: Reason[]): NetworkDescription {
  const config = readJson(folder, where.config);
  const named = namedClass.safeParse(config);
  if (!named.success || named.data._class_name !== articleClass) return readUNet2D(folder, where, notices);
  const parsed = articleConfigSchema.safeParse(config);
  if (parsed.success) {
    const { sample_size: side, in_channels: channels } = parsed.data;
    return { kind: 'article', shape: { side, channels } };
  }
  const reason = placedReason(parsed.error.issues[0]);
  throw new PlaygroundError('checkpoint-invalid', { file: where.config, reason });
}

function readTraining(folder: Folder, network: NetworkDescription, shapes: ParameterShapes): TrainingState | null {
  if (!folder.has(files.state) && !folder.has(files.stateTensors)) return null;
  const progress = readProgress(folder, network);
  const stored = openSafetensors(files.stateTensors, fileOf(folder, files.stateTensors));
  return { progress, tensors: splitTensors(stored, shapes, optimizerOf(progress.experiment)) };
}

const namedRecipe = z.object({ experiment: z.object({ recipe: z.string() }) });

function readProgress(folder: Folder, network: NetworkDescription): TrainingProgress {
  const state = readJson(folder, files.state);
  const named = namedRecipe.safeParse(state);
  if (named.success && !recipeNames.some((recipe) => recipe === named.data.experiment.recipe)) {
    throw new PlaygroundError('checkpoint-recipe-unknown', { recipe: named.data.experiment.recipe });
  }
  const refuse = (reason: Reason): never => {
    throw new PlaygroundError('checkpoint-invalid', { file: files.state, reason });
  };
  const read = progressFromJson(state);
  if (!read.ok) return refuse(read.reason);
  const { recipe } = read.progress.experiment;
  if ((recipes[recipe].kind === 'one-pass') !== (network.kind === 'article')) {
    refuse({ code: 'recipe-unfit-for-file', recipe, file: files.config });
  }
  return read.progress;
}
