/**
 * The part of a checkpoint folder that describes a U-Net: the files that diffusers' DDPMPipeline
 * writes and reads.
 */
import { z } from 'zod';
import { predictionOf } from '../diffusion/process.ts';
import { parseConfig } from '../diffusion/schedulers/config.ts';
import { ddpmConfig } from '../diffusion/schedulers/ddpm.ts';
import { parseSchedulerJson, type SchedulerConfig } from '../diffusion/schedulers/index.ts';
import { takenFor } from '../diffusion/schedulers/nearest.ts';
import { runnable } from '../diffusion/schedulers/runnable.ts';
import { PlaygroundError } from '../errors.ts';
import { classConditioning } from '../models/unet2d/class-conditioning.ts';
import { parseUNet2DConfig, type UNet2DConfig, unet2dClass } from '../models/unet2d/config.ts';
import { requirePictureSizes } from '../network-description.lazy.ts';
import type { NetworkDescription, TrainingSet } from '../network-description.ts';
import type { Folder } from './folder-files.ts';
import { readJson, toJson } from './folder-files.ts';
import { files, type NetworkFiles } from './layout.ts';

type UNet2DDescription = Extract<NetworkDescription, { kind: 'unet2d' }>;

/** The version whose files ours resemble: written into every config, as diffusers does. */
const diffusersVersion = '0.42.1';

/**
 * model_index.json, unet/config.json and scheduler/scheduler_config.json, with fields in
 * alphabetical order, as diffusers' save_pretrained writes them.
 */
export function writeUNet2D({ config, scheduler }: UNet2DDescription): Folder {
  const named = (className: string, fields: object) =>
    toJson({ _class_name: className, _diffusers_version: diffusersVersion, ...sorted(fields) });
  const { _class_name: schedulerClass, ...schedulerFields } = scheduler;
  const parts = { scheduler: ['diffusers', schedulerClass], unet: ['diffusers', unet2dClass] };
  return new Map([
    [files.index, named(schedulerClass === 'DDIMScheduler' ? 'DDIMPipeline' : 'DDPMPipeline', parts)],
    [files.config, named(unet2dClass, config)],
    [files.scheduler, named(schedulerClass, schedulerFields)],
  ]);
}

/**
 * Whether `train.py` can continue it: labels from a table, and the noise of DDPMScheduler or the
 * flow of FlowMatchEulerDiscreteScheduler.
 */
export function isForTrainProgram({ config, scheduler }: UNet2DDescription): boolean {
  const isKnownFlow = scheduler._class_name === 'FlowMatchEulerDiscreteScheduler';
  return config.class_embed_type === null && (isKnownFlow || predictionOf(scheduler) !== 'flow');
}

/**
 * Leaves out -Infinity, which JSON cannot express: in the only field that may have it
 * (lambda_min_clipped) it is diffusers' default.
 */
function sorted(fields: object): object {
  const sayable = Object.entries(fields).filter(([, value]) => value !== -Infinity);
  return Object.fromEntries(sayable.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * Throws `checkpoint-*`, or `model-config` or `scheduler-config` for a network that cannot run
 * here.
 */
export function readUNet2D(folder: Folder, where: NetworkFiles, notices: string[] = []): UNet2DDescription {
  requireNoOtherParts(folder);
  const unknown: string[] = [];
  const config = parseUNet2DConfig(readJson(folder, where.config), unknown);
  requirePictureSizes(config);
  // A pipeline names its scheduler; a network alone, or a save of a training script, has none.
  const isAlone = !folder.has(where.scheduler) && !folder.has(files.index);
  const scheduler = isAlone ? assumedScheduler : readScheduler(folder, where.scheduler, notices);
  notices.push(...noticesOf(config, scheduler, unknown));
  return { kind: 'unet2d', config, scheduler };
}

/**
 * diffusers' defaults: those of its training script, and those that most networks without a
 * scheduler were trained with.
 */
const assumedScheduler: SchedulerConfig = { _class_name: 'DDPMScheduler', ...parseConfig(ddpmConfig, {}) };

function noticesOf(config: UNet2DConfig, scheduler: SchedulerConfig, unknown: readonly string[]): string[] {
  const { dropout } = config;
  const said: string[] = [];
  if (unknown.length > 0) said.push(`fields of config.json that change nothing are passed over: ${unknown.join(', ')}`);
  if (scheduler === assumedScheduler) {
    said.push(
      'it has no scheduler_config.json: DDPMScheduler with 1000 timesteps, linear betas and epsilon is assumed',
    );
  }
  const taken = takenFor(scheduler);
  if (taken) said.push(`${scheduler._class_name} is not built here: ${taken} comes nearest and is taken for it`);
  if (dropout > 0)
    said.push(`dropout ${dropout} is left out: its samples never have it, and training goes on without it`);
  return said;
}

/**
 * Notices about the meaning of an opened network's class numbers, if it is unclear. `set`: what it
 * was trained on, as far as known.
 */
export function noticesOfClasses(
  { config, noClass }: Pick<UNet2DDescription, 'config' | 'noClass'>,
  { classNames }: Pick<TrainingSet, 'classNames'>,
): string[] {
  const { num_class_embeds, class_embed_type } = config;
  const classes = classConditioning(config, classNames.length, noClass);
  if (class_embed_type === 'identity') return ['class_embed_type identity takes embeddings: none is given'];
  if (class_embed_type === 'timestep') {
    return ['class_embed_type timestep takes any numbers as classes: those of the data set are given in turn'];
  }
  if (classes === null || classes.named || classes.noClass !== null) return [];
  return [`nothing says what its ${num_class_embeds} classes are: they are given in turn, by number`];
}

const notes = z.record(z.string(), z.unknown());
const schedulerJson = z.looseObject({ _class_name: z.string() });

/**
 * Drops the version that wrote it, which means nothing to us, and keeps all else, including fields
 * that we do not use. Options that determine sampling, and not what the network was trained on, may
 * be left out if they are not built here.
 */
function readScheduler(folder: Folder, file: string, notices: string[]): SchedulerConfig {
  const parsed = schedulerJson.safeParse(readJson(folder, file, parseSchedulerJson));
  if (!parsed.success) throw new PlaygroundError('checkpoint-invalid', { file, reason: 'it names no class' });
  const { _diffusers_version, ...config } = parsed.data;
  return runnable(config, (field) => {
    notices.push(`${field} ${JSON.stringify(config[field])} of ${config._class_name} is not built here and left out`);
  });
}

/**
 * A pipeline whose U-Net works on the codes of an autoencoder, or takes a text, makes no pictures
 * without those parts.
 */
function requireNoOtherParts(folder: Folder): void {
  if (!folder.has(files.index)) return;
  const refuse = (reason: string): never => {
    throw new PlaygroundError('checkpoint-invalid', { file: files.index, reason });
  };
  const index = notes.safeParse(readJson(folder, files.index));
  const parts = index.success ? Object.entries(index.data) : refuse('it is not an object');
  const other = parts.find(
    ([part, value]) =>
      !part.startsWith('_') && part !== 'unet' && part !== 'scheduler' && Array.isArray(value) && value[0] !== null,
  );
  if (other)
    refuse(`the pipeline has a part ${other[0].slice(0, 60)}; here run pipelines of a unet and a scheduler alone`);
}
