/** Configurations written by diffusers: see odd_folders.py and scheduler_configs.py. */
import { readFileSync } from 'node:fs';
import { z } from 'zod';

const jsonOf = (file: string): unknown => JSON.parse(readFileSync(new URL(file, import.meta.url), 'utf8'));

const json = z.record(z.string(), z.unknown());
const foldersSchema = z.record(
  z.string(),
  z.object({ config: json, scheduler: json, tensors: z.int(), numbers: z.int() }),
);

/**
 * By name: both configurations, and the numbers of tensors and parameters that diffusers counts.
 */
export const readOddFolders = (): z.infer<typeof foldersSchema> => foldersSchema.parse(jsonOf('odd-folders.json'));

const schedulersSchema = z.array(z.looseObject({ _class_name: z.string() }));

/** The scheduler_config.json of every class, with its defaults. */
export const readSchedulerConfigs = (): z.infer<typeof schedulersSchema> =>
  schedulersSchema.parse(jsonOf('scheduler-configs.json'));
