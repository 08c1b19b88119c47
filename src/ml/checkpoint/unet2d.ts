/** What a checkpoint folder says of a U-Net: the files that diffusers' DDPMPipeline writes and reads. */
import { z } from 'zod';
import { createScheduler, parseSchedulerJson, type SchedulerConfig } from '../diffusion/schedulers/index.ts';
import { PlaygroundError } from '../errors.ts';
import { parseUNet2DConfig, unet2dClass } from '../models/unet2d/config.ts';
import type { NetworkDescription } from './checkpoint.ts';
import { readJson, toJson } from './folder-files.ts';
import { files, type NetworkFiles } from './layout.ts';
import type { Folder } from './zip.ts';

type UNet2DDescription = Extract<NetworkDescription, { kind: 'unet2d' }>;

/** Whose files these are like: written into every config, as diffusers does. */
const diffusersVersion = '0.42.1';

/** model_index.json, unet/config.json and scheduler/scheduler_config.json, fields in alphabetical order, as diffusers' save_pretrained has them. */
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

/** Without what is -Infinity, for which JSON has no word: of the one field that may be (lambda_min_clipped) it is diffusers' default. */
function sorted(fields: object): object {
  const sayable = Object.entries(fields).filter(([, value]) => value !== -Infinity);
  return Object.fromEntries(sayable.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Throws `checkpoint-*`, or `model-config` or `scheduler-config` for what cannot be run here. */
export function readUNet2D(folder: Folder, where: NetworkFiles): UNet2DDescription {
  requireNoOtherParts(folder);
  const config = parseUNet2DConfig(readJson(folder, where.config));
  return { kind: 'unet2d', config, scheduler: readScheduler(folder, where.scheduler) };
}

const notes = z.record(z.string(), z.unknown());
const schedulerJson = z.looseObject({ _class_name: z.string() });

/** The version that wrote it means nothing to us; all else stays as it is, fields that we have no use for too. */
function readScheduler(folder: Folder, file: string): SchedulerConfig {
  const parsed = schedulerJson.safeParse(readJson(folder, file, parseSchedulerJson));
  if (!parsed.success) throw new PlaygroundError('checkpoint-invalid', { file, reason: 'it names no class' });
  const { _diffusers_version, ...config } = parsed.data;
  createScheduler(config).dispose(); // throws what it cannot run
  return config;
}

/** A pipeline whose U-Net works on the codes of an autoencoder, or answers a text, makes no pictures without them. */
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
