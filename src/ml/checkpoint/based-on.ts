/** Which models a network's weights began with: kept through training, export and import, as their licences ask for it. */
import { z } from 'zod';
import type { Folder } from './folder-files.ts';
import { files } from './layout.ts';

/** More of them are not kept: the newest count. */
export const mostModels = 8;
/** More is not parsed. */
const mostBytes = 64 * 1024;

/** Names and licences as the models' cards have them; a licence is empty where the card names none, and so is the set. */
export const basedOnSchema = z
  .array(z.object({ name: z.string().min(1).max(200), data_set: z.string().max(100), licence: z.string().max(300) }))
  .max(mostModels);
export type BasedOn = z.infer<typeof basedOnSchema>;

/** What the file says that came with the folder; empty where there is none, or it is not like ours. */
export function sourceIn(folder: Folder): BasedOn {
  const bytes = folder.get(files.basedOn);
  if (!bytes || bytes.length > mostBytes) return [];
  try {
    return basedOnSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? [];
  } catch {
    return [];
  }
}
