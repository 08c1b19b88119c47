/**
 * A checkpoint as a folder in diffusers' layout: `model_index.json`, `unet/config.json`, `unet/diffusion_pytorch_model.safetensors`, and for
 * exact resumption `training_state.json` and `training_state.safetensors`. Reading checks everything before it returns anything.
 */
import { z } from 'zod';
import { type RecipeName, recipeNames } from '../config.ts';
import { PlaygroundError } from '../errors.ts';
import { articleClass, articleConfig, articleConfigSchema, articleShapes, modelIndex } from './article.ts';
import { type NamedTensors, readSafetensors, writeSafetensors } from './safetensors.ts';
import { joinTensors, progressFromJson, progressToJson, splitTensors, type TrainingState } from './training-state.ts';
import type { Folder } from './zip.ts';

export interface Checkpoint {
  readonly recipe: RecipeName;
  /** To sample with, under PyTorch's names and in its layouts. */
  readonly weights: NamedTensors;
  /** Null in a folder that holds only a network. */
  readonly training: TrainingState | null;
}

const files = {
  index: 'model_index.json',
  config: 'unet/config.json',
  weights: 'unet/diffusion_pytorch_model.safetensors',
  state: 'training_state.json',
  stateTensors: 'training_state.safetensors',
} as const;

/** Paths and bytes of the whole folder; the same checkpoint gives the same bytes. `weights` and the state's tensors must have the recipe's shapes. */
export function writeFolder({ weights, training }: Checkpoint): Folder {
  const folder = new Map<string, Uint8Array<ArrayBuffer>>([
    [files.index, json(modelIndex)],
    [files.config, json(articleConfig)],
    [files.weights, writeSafetensors(weights, { format: 'pt' })],
  ]);
  if (training) {
    folder.set(files.state, json(progressToJson(training.progress)));
    folder.set(files.stateTensors, writeSafetensors(joinTensors(training.tensors), { format: 'pt' }));
  }
  return folder;
}

/** `name` names the folder or file in errors. Throws `checkpoint-*`. */
export function readFolder(name: string, folder: Folder): Checkpoint {
  if (!folder.has(files.index) && !folder.has(files.weights)) throw new PlaygroundError('checkpoint-not-one', { name });
  readJson(folder, files.index);
  const training = folder.has(files.state) || folder.has(files.stateTensors) ? readTraining(folder) : null;
  const recipe = training?.progress.experiment.recipe ?? 'article';
  readConfig(folder);
  const weights = readSafetensors(files.weights, fileOf(folder, files.weights));
  requireShapes(weights, articleShapes);
  return { recipe, weights, training };
}

function readConfig(folder: Folder): void {
  const config = readJson(folder, files.config);
  const named = z.object({ _class_name: z.string() }).safeParse(config);
  if (!named.success)
    throw new PlaygroundError('checkpoint-invalid', { file: files.config, reason: 'it names no class' });
  if (named.data._class_name !== articleClass) {
    throw new PlaygroundError('checkpoint-recipe-unknown', { recipe: named.data._class_name });
  }
  const parsed = articleConfigSchema.safeParse(config);
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  const reason = `${issue?.path.join('.')}: ${issue?.message}`;
  throw new PlaygroundError('checkpoint-invalid', { file: files.config, reason });
}

function readTraining(folder: Folder): TrainingState {
  const state = readJson(folder, files.state);
  const named = z.object({ experiment: z.object({ recipe: z.string() }) }).safeParse(state);
  if (named.success && !recipeNames.some((recipe) => recipe === named.data.experiment.recipe)) {
    throw new PlaygroundError('checkpoint-recipe-unknown', { recipe: named.data.experiment.recipe });
  }
  const read = progressFromJson(state);
  if (!read.ok) throw new PlaygroundError('checkpoint-invalid', { file: files.state, reason: read.reason });
  const { unknown, ...tensors } = splitTensors(readSafetensors(files.stateTensors, fileOf(folder, files.stateTensors)));
  const [stray] = unknown;
  if (stray !== undefined)
    throw new PlaygroundError('checkpoint-tensor', { tensor: stray, reason: 'it is not expected' });
  for (const named of [tensors.raw, tensors.expAvg, tensors.expAvgSq]) requireShapes(named, articleShapes);
  for (const [tensor, { values }] of tensors.expAvgSq) {
    // Adam takes its root: the next step would make NaN of the weights.
    if (!values.every((value) => value >= 0)) {
      throw new PlaygroundError('checkpoint-tensor', {
        tensor: `adam.exp_avg_sq.${tensor}`,
        reason: 'a mean of squares is negative',
      });
    }
  }
  return { progress: read.progress, tensors };
}

/** Exactly these names, each with exactly this shape. */
function requireShapes(tensors: NamedTensors, expected: ReadonlyMap<string, readonly number[]>): void {
  for (const [tensor, shape] of expected) {
    const found = tensors.get(tensor);
    if (!found) throw new PlaygroundError('checkpoint-tensor', { tensor, reason: 'it is missing' });
    if (found.shape.join() !== shape.join()) {
      const reason = `its shape is ${found.shape.join(' x ')} where ${shape.join(' x ')} is expected`;
      throw new PlaygroundError('checkpoint-tensor', { tensor, reason });
    }
  }
  const stray = [...tensors.keys()].find((tensor) => !expected.has(tensor));
  if (stray !== undefined)
    throw new PlaygroundError('checkpoint-tensor', { tensor: stray, reason: 'it is not expected' });
}

function fileOf(folder: Folder, file: string): Uint8Array<ArrayBuffer> {
  const bytes = folder.get(file);
  if (!bytes) throw new PlaygroundError('checkpoint-file-missing', { file });
  return bytes;
}

function readJson(folder: Folder, file: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(fileOf(folder, file)));
  } catch (cause) {
    if (cause instanceof PlaygroundError) throw cause;
    throw new PlaygroundError('checkpoint-invalid', { file, reason: 'it is not JSON' }, { cause });
  }
}

function json(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
