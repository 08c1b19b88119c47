/** Which models a network's weights began with: kept through training, export and import, as their licences ask for it. */
import { z } from 'zod';
import type { ModelCard } from './card.ts';
import type { Checkpoint } from './checkpoint.ts';

/** More of them are not kept: the newest count. */
const mostModels = 8;

/** Names and licences as the models' cards have them; a licence is empty where the card names none. */
export const basedOnSchema = z
  .array(z.object({ name: z.string().min(1).max(100), data_set: z.string().max(100), licence: z.string().max(300) }))
  .max(mostModels);
export type BasedOn = z.infer<typeof basedOnSchema>;

/** Of a run that begins with the checkpoint or goes on from it, the newest model first. Empty where the checkpoint names none. */
export function basedOnIn({ training, card }: Pick<Checkpoint, 'training' | 'card'>): BasedOn {
  if (training) return training.progress.basedOn ?? [];
  return card ? [referenceTo(card), ...(card.basedOn ?? [])].slice(0, mostModels) : [];
}

const referenceTo = ({ name, dataSet, licence }: ModelCard): BasedOn[number] => ({
  name,
  data_set: dataSet.name,
  licence,
});
