/**
 * The part of a checkpoint folder that describes a U-Net: the files that diffusers' DDPMPipeline
 * writes and reads.
 */
import { z } from 'zod';
import { predictionOf } from '../diffusion/process.ts';
import { parseConfig } from '../diffusion/schedulers/config.ts';
import { ddpmConfig } from '../diffusion/schedulers/ddpm.ts';
import { parseSchedulerJson, type SchedulerConfig } from '../diffusion/schedulers/index.ts';
import { isWrapped, takenFor } from '../diffusion/schedulers/nearest.ts';
import { runnable } from '../diffusion/schedulers/runnable.ts';
import { PlaygroundError } from '../errors.ts';
import { classConditioning } from '../models/unet2d/class-conditioning.ts';
import { parseUNet2DConfig, type UNet2DConfig, unet2dClass } from '../models/unet2d/config.ts';
import { requirePictureSizes } from '../network-description.lazy.ts';
import type { NetworkDescription, TrainingSet } from '../network-description.ts';
import type { Reason } from '../reasons.ts';
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
export function readUNet2D(folder: Folder, where: NetworkFiles, notices: Reason[] = []): UNet2DDescription {
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

function noticesOf(config: UNet2DConfig, scheduler: SchedulerConfig, unknown: readonly string[]): Reason[] {
  const { dropout } = config;
  const said: Reason[] = [];
  if (unknown.length > 0) said.push({ code: 'fields-skipped', fields: unknown.join(', ') });
  if (scheduler === assumedScheduler) said.push({ code: 'scheduler-assumed' });
  const taken = takenFor(scheduler);
  if (taken)
    said.push({
      code: isWrapped(scheduler) ? 'scheduler-wrapped' : 'scheduler-replaced',
      given: scheduler._class_name,
      taken,
    });
  if (dropout > 0) said.push({ code: 'dropout-skipped', dropout });
  return said;
}

/**
 * Notices about the meaning of an opened network's class numbers, if it is unclear. `set`: what it
 * was trained on, as far as known.
 */
export function noticesOfClasses(
  { config, noClass }: Pick<UNet2DDescription, 'config' | 'noClass'>,
  { classNames }: Pick<TrainingSet, 'classNames'>,
): Reason[] {
  const { num_class_embeds, class_embed_type } = config;
  const classes = classConditioning(config, classNames.length, noClass);
  if (class_embed_type === 'identity') return [{ code: 'embeddings-not-given' }];
  if (class_embed_type === 'timestep') {
    return [{ code: 'numbers-as-classes' }];
  }
  if (classes === null || classes.named || classes.noClass !== null) return [];
  return [{ code: 'classes-unnamed', classes: num_class_embeds ?? 0 }];
}

const notes = z.record(z.string(), z.unknown());
const schedulerJson = z.looseObject({ _class_name: z.string() });

/**
 * Drops the version that wrote it, which means nothing to us, and keeps all else, including fields
 * that we do not use. Options that determine sampling, and not what the network was trained on, may
 * be left out if they are not built here.
 */
function readScheduler(folder: Folder, file: string, notices: Reason[]): SchedulerConfig {
  const parsed = schedulerJson.safeParse(readJson(folder, file, parseSchedulerJson));
  if (!parsed.success) throw new PlaygroundError('checkpoint-invalid', { file, reason: { code: 'no-class-named' } });
  const { _diffusers_version, ...config } = parsed.data;
  return runnable(config, (field) => {
    const value = JSON.stringify(config[field]);
    notices.push({ code: 'option-skipped', field, value, scheduler: config._class_name });
  });
}

/**
 * A pipeline whose U-Net works on the codes of an autoencoder, or takes a text, makes no pictures
 * without those parts.
 */
function requireNoOtherParts(folder: Folder): void {
  if (!folder.has(files.index)) return;
  const refuse = (reason: Reason): never => {
    throw new PlaygroundError('checkpoint-invalid', { file: files.index, reason });
  };
  const index = notes.safeParse(readJson(folder, files.index));
  const parts = index.success ? Object.entries(index.data) : refuse({ code: 'not-object' });
  const other = parts.find(
    ([part, value]) =>
      !part.startsWith('_') && part !== 'unet' && part !== 'scheduler' && Array.isArray(value) && value[0] !== null,
  );
  if (other) refuse({ code: 'other-part', part: other[0].slice(0, 60) });
}
