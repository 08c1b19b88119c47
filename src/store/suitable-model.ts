/** Which of the models that ship with the page suits a picture that is to be repaired. */
import type { DataSetFacts } from '../ml/config.ts';
import type { DamageKind, NetworkReport } from '../workers/protocol.ts';

export type SuitableModel = 'digits' | 'emoji' | 'cifar10' | 'article';

export interface ToRepair {
  readonly kind: DamageKind;
  /** Of the visitor's file; null of a drawing and of a test image, which are as the set is. */
  readonly hasColours: boolean | null;
  /** In pixels: the longer side. */
  readonly side: number;
  readonly set: Pick<DataSetFacts, 'id' | 'channels'>;
  readonly answers: NetworkReport['kind'];
}

/** Sides of the pictures that the shipped models were trained on are no larger. */
const largestOwnSide = 32;

/** The article's network takes noise off a picture of any size, and nothing else. */
export function suitableModel({ kind, hasColours, side, set, answers }: ToRepair): SuitableModel {
  const isLarge = side > largestOwnSide;
  if (kind === 'noise' && (isLarge || (answers === 'one-pass' && hasColours !== false))) return 'article';
  if (hasColours !== null) return hasColours ? 'cifar10' : 'digits';
  if (set.id === 'emoji') return 'emoji';
  return set.channels === 1 ? 'digits' : 'cifar10';
}
