/** Which of the shipped models suits a picture that is to be repaired. */
import type { DataSetFacts } from '../ml/config.ts';
import type { DamageKind, NetworkReport } from '../workers/protocol.ts';

export type SuitableModel = 'digits' | 'emoji' | 'cifar10' | 'article';

export interface ToRepair {
  readonly kind: DamageKind;
  /**
   * Whether the visitor's file has colours; null for a drawing and for a test image, which are like
   * the set.
   */
  readonly hasColours: boolean | null;
  /** The longer side, in pixels. */
  readonly side: number;
  readonly set: Pick<DataSetFacts, 'id' | 'channels'>;
  readonly answers: NetworkReport['kind'];
}

/** The largest side of the pictures that the shipped models were trained on. */
const largestOwnSide = 32;

/** The article's network removes noise from a picture of any size, and can do nothing else. */
export function suitableModel({ kind, hasColours, side, set, answers }: ToRepair): SuitableModel {
  const isLarge = side > largestOwnSide;
  if (kind === 'noise' && (isLarge || (answers === 'one-pass' && hasColours !== false))) return 'article';
  if (hasColours !== null) return hasColours ? 'cifar10' : 'digits';
  if (set.id === 'emoji') return 'emoji';
  return set.channels === 1 ? 'digits' : 'cifar10';
}
