/** Which models a network's weights began with: kept through training, export and import, as their licences ask for it. */
import { z } from 'zod';
import { basedOnFile } from '../based-on-file.ts';
import type { ModelCard } from './card.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Folder } from './zip.ts';

/** More of them are not kept: the newest count. */
const mostModels = 8;
/** More is not parsed. */
const mostBytes = 64 * 1024;

/** Names and licences as the models' cards have them; a licence is empty where the card names none, and so is the set. */
export const basedOnSchema = z
  .array(z.object({ name: z.string().min(1).max(200), data_set: z.string().max(100), licence: z.string().max(300) }))
  .max(mostModels);
export type BasedOn = z.infer<typeof basedOnSchema>;

/** Of a run that begins with the checkpoint or goes on from it, the newest model first. Empty where the checkpoint names none. */
export function basedOnIn({ training, card, source = [] }: Pick<Checkpoint, 'training' | 'card' | 'source'>): BasedOn {
  const named = card ? [referenceTo(card), ...(card.basedOn ?? [])] : [];
  return [...source, ...(training ? (training.progress.basedOn ?? []) : named)].slice(0, mostModels);
}

const referenceTo = ({ name, dataSet, licence }: ModelCard): BasedOn[number] => ({
  name,
  data_set: dataSet.name,
  licence,
});

/** What the file says that came with the folder; empty where there is none, or it is not like ours. */
export function sourceIn(folder: Folder): BasedOn {
  const bytes = folder.get(basedOnFile);
  if (!bytes || bytes.length > mostBytes) return [];
  try {
    return basedOnSchema.safeParse(JSON.parse(new TextDecoder().decode(bytes))).data ?? [];
  } catch {
    return [];
  }
}
