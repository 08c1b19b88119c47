/** How long a run must be for its learning rate to have come down when its time is over. */

/** What a short run showed. */
export interface Trial {
  readonly imagesPerSecond: number;
  /** Images of an epoch. */
  readonly images: number;
}

/** Of the time that is left for training; the rest is for opening the engine, and for being slower than in the trial. */
const usedShare = 0.9;

/** Whole epochs, one at least. */
export function epochsIn(seconds: number, { imagesPerSecond, images }: Trial): number {
  return Math.max(1, Math.floor((usedShare * seconds * imagesPerSecond) / images));
}
