/**
 * What the class labels of a U-Net mean: the classes of the data set and, if it has learned to
 * answer without a class, "no class"; or something else.
 */
import type { LiveValues } from '../../device/live-tensors.ts';
import type { UNet2DConfig } from './config.ts';

export interface ClassConditioning {
  /** Labels are whole numbers below this. */
  readonly count: number;
  /**
   * How many classes a caller can choose from: labels 0 to `classes` - 1. Null if nothing says
   * which classes the network has seen, or if it learns pictures without classes.
   */
  readonly classes: number | null;
  /** The label of "no class": one beyond the last class. Null if the network has no such label. */
  readonly noClass: number | null;
  /**
   * Whether there are as many classes as in the data set, so that they are taken for those.
   * Otherwise their meaning is unknown here.
   */
  readonly named: boolean;
}

/**
 * The type of label tensors: rows of a table are integers, labels embedded like timesteps are not.
 */
export const labelType = ({ class_embed_type }: UNet2DConfig): 'int32' | 'float32' =>
  class_embed_type === 'timestep' ? 'float32' : 'int32';

/** Values for a label tensor of this type. */
export const labelNumbers = (labels: ArrayLike<number>, type: 'int32' | 'float32'): LiveValues =>
  type === 'int32' ? Int32Array.from(labels) : Float32Array.from(labels);

/**
 * `setClasses`: number of classes of the data set, 0 if its pictures have none. `noClass`: the
 * network's label of "no class", as its checkpoint says; a set with fewer classes uses the first
 * rows of the table, and a set without classes uses "no class". Returns null if the network takes
 * no labels, or takes embeddings (`identity`); for these, nothing is added.
 */
export function classConditioning(
  { class_embed_type, num_class_embeds }: UNet2DConfig,
  setClasses: number,
  noClass?: number,
): ClassConditioning | null {
  if (class_embed_type === 'identity') return null;
  // Numbers like timesteps: any number is valid.
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

/** Whether a caller can choose a class, whatever the classes mean. */
export const knowsClasses = ({ class_embed_type, num_class_embeds }: UNet2DConfig): boolean =>
  class_embed_type === null && num_class_embeds !== null;
