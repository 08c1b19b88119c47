/** What a U-Net's class labels stand for: the ten classes of the data set and, where it has learned to answer without one, "no class". */
import { classNames } from '../../cifar.ts';
import { PlaygroundError } from '../../errors.ts';
import type { UNet2DConfig } from './config.ts';

export interface ClassConditioning {
  /** The label of "no class": one beyond the last class. Null where the network was not given one. */
  readonly noClass: number | null;
}

/** Null where the network takes no labels. Throws `model-config` for labels that are not those of the data set. */
export function classConditioning({ class_embed_type, num_class_embeds }: UNet2DConfig): ClassConditioning | null {
  const { length: count } = classNames;
  if (class_embed_type !== null) {
    throw new PlaygroundError('model-config', { field: 'class_embed_type', value: class_embed_type, allowed: 'null' });
  }
  if (num_class_embeds === null) return null;
  if (num_class_embeds !== count && num_class_embeds !== count + 1) {
    const allowed = `null, ${count} (the classes of CIFAR-10) or ${count + 1} (the last of them for "no class")`;
    throw new PlaygroundError('model-config', { field: 'num_class_embeds', value: num_class_embeds, allowed });
  }
  return { noClass: num_class_embeds > count ? count : null };
}
