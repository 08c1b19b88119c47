/** What a U-Net's class labels stand for: the ten classes of the data set and, where it has learned to answer without one, "no class"; or others. */
import { classNames } from '../../cifar.ts';
import type { LiveValues } from '../../device/live.ts';
import type { UNet2DConfig } from './config.ts';

export interface ClassConditioning {
  /** Labels are whole numbers below this. */
  readonly count: number;
  /** The label of "no class": one beyond the last class. Null where the network was not given one. */
  readonly noClass: number | null;
  /** Whether they are the data set's classes, in its order. What other numbers stand for is not known here. */
  readonly named: boolean;
}

/** Of tensors of labels: rows of a table are whole numbers, what is embedded like timesteps is not. */
export const labelType = ({ class_embed_type }: UNet2DConfig): 'int32' | 'float32' =>
  class_embed_type === 'timestep' ? 'float32' : 'int32';

/** Numbers for such a tensor. */
export const labelNumbers = (labels: ArrayLike<number>, type: 'int32' | 'float32'): LiveValues =>
  type === 'int32' ? Int32Array.from(labels) : Float32Array.from(labels);

/** Null where the network takes no labels, or embeddings (`identity`), in whose place nothing is added. */
export function classConditioning({ class_embed_type, num_class_embeds }: UNet2DConfig): ClassConditioning | null {
  const { length: known } = classNames;
  if (class_embed_type === 'identity') return null;
  // Numbers like timesteps: any would do, and there is nothing that says which it has seen.
  if (class_embed_type === 'timestep') return { count: known, noClass: null, named: false };
  if (num_class_embeds === null) return null;
  const named = num_class_embeds === known || num_class_embeds === known + 1;
  return { count: num_class_embeds, noClass: num_class_embeds === known + 1 ? known : null, named };
}
