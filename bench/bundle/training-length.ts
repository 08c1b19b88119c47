/**
 * How long a run must be for its learning rate to have come down when its time is over, and its
 * sample still be drawn.
 */

/** What a short run showed. */
export interface Trial {
  readonly imagesPerSecond: number;
  /** Images of an epoch. */
  readonly images: number;
}

/**
 * Of the time that is left for training; the rest is for opening the engine, and for being slower
 * than in the trial.
 */
const usedShare = 0.9;

/**
 * s until pictures have been sampled from a network that trains at this speed, with room to spare:
 * a pass through the network is a third of a train step's work.
 */
export function sampleSeconds(pictures: number, steps: number, imagesPerSecond: number): number {
  return 4 + (2 * pictures * steps) / (3 * imagesPerSecond);
}

/** Whole epochs, one at least. */
export function epochsIn(seconds: number, { imagesPerSecond, images }: Trial): number {
  return Math.max(1, Math.floor((usedShare * seconds * imagesPerSecond) / images));
}
