/**
 * The models that a network's weights began with: kept through training, export and import, because
 * their licences require it.
 */
import { z } from 'zod';
import type { Folder } from './folder-files.ts';
import { files } from './layout.ts';

/** The number of models kept, newest first. */
export const mostModels = 8;
/** A longer file is not parsed. */
const mostBytes = 64 * 1024;

/**
 * Names and licences as in the models' cards. The licence is empty if the card names none; so is
 * the set.
 */
export const basedOnSchema = z
  .array(z.object({ name: z.string().min(1).max(200), data_set: z.string().max(100), licence: z.string().max(300) }))
  .max(mostModels);
export type BasedOn = z.infer<typeof basedOnSchema>;

/**
 * Reads the file that came with the folder; empty if there is none, or if it does not match the
 * schema.
 */
export function sourceIn(folder: Folder): BasedOn {
  const bytes = folder.get(files.basedOn);
  if (!bytes || bytes.length > mostBytes) return [];
  try {
    return basedOnSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? [];
  } catch {
    return [];
  }
}
