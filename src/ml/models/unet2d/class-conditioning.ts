/** What a U-Net's class labels stand for: the classes of the data set and, where it has learned to answer without one, "no class"; or others. */
import type { LiveValues } from '../../device/live-tensors.ts';
import type { UNet2DConfig } from './config.ts';

export interface ClassConditioning {
  /** Labels are whole numbers below this. */
  readonly count: number;
  /** Of them, classes that it can be asked for, from 0; null where nothing says which it has seen, or it learns pictures without classes. */
  readonly classes: number | null;
  /** The label of "no class": one beyond the last class. Null where the network was not given one. */
  readonly noClass: number | null;
  /** Whether they are as many as the data set's classes, and so taken for them. What other numbers stand for is not known here. */
  readonly named: boolean;
}

/** Of tensors of labels: rows of a table are whole numbers, what is embedded like timesteps is not. */
export const labelType = ({ class_embed_type }: UNet2DConfig): 'int32' | 'float32' =>
  class_embed_type === 'timestep' ? 'float32' : 'int32';

/** Numbers for such a tensor. */
export const labelNumbers = (labels: ArrayLike<number>, type: 'int32' | 'float32'): LiveValues =>
  type === 'int32' ? Int32Array.from(labels) : Float32Array.from(labels);

/**
 * `setClasses`: of the data set, 0 where its pictures have none. `noClass`: what a checkpoint says is the network's label of "no class"; a set with fewer
 * classes takes the first rows of its table, and one without any its "no class". Null where the network takes no labels, or embeddings (`identity`), in whose place
 * nothing is added.
 */
export function classConditioning(
  { class_embed_type, num_class_embeds }: UNet2DConfig,
  setClasses: number,
  noClass?: number,
): ClassConditioning | null {
  if (class_embed_type === 'identity') return null;
  // Numbers like timesteps: any would do.
  if (class_embed_type === 'timestep') {
    return { count: Math.max(1, setClasses), classes: null, noClass: null, named: false };
  }
  if (num_class_embeds === null) return null;
  const count = num_class_embeds;
  if (noClass !== undefined && count === noClass + 1) {
    const named = setClasses > 0 && setClasses <= noClass;
    return { count, classes: setClasses === 0 ? null : Math.min(setClasses, noClass), noClass, named };
  }
  if (setClasses > 0 && count === setClasses + 1) {
    return { count, classes: setClasses, noClass: setClasses, named: true };
  }
  return { count, classes: count, noClass: null, named: count === setClasses };
}

/** Whether it can be asked for a class, whichever these are. */
export const knowsClasses = ({ class_embed_type, num_class_embeds }: UNet2DConfig): boolean =>
  class_embed_type === null && num_class_embeds !== null;
