/**
 * Chooses the length of a run, so that its learning rate has come down when its time is over and
 * time is left to draw samples.
 */

/** What a short trial run has measured. */
export interface Trial {
  readonly imagesPerSecond: number;
  /** Images per epoch. */
  readonly images: number;
}

/**
 * Share of the remaining time that is used for training. The rest allows for opening the engine and
 * for training that is slower than in the trial.
 */
const usedShare = 0.9;

/**
 * Seconds needed to sample pictures from a network that trains at this speed, with a margin. A pass
 * through the network is a third of a train step's work.
 */
export function sampleSeconds(pictures: number, steps: number, imagesPerSecond: number): number {
  return 4 + (2 * pictures * steps) / (3 * imagesPerSecond);
}

/** Whole epochs, at least one. */
export function epochsIn(seconds: number, { imagesPerSecond, images }: Trial): number {
  return Math.max(1, Math.floor((usedShare * seconds * imagesPerSecond) / images));
}
