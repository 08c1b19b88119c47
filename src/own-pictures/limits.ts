/** Limits of a set of own pictures. */

/** In pixels. Any even number from 16 to 64 is allowed. */
export const offeredSides = [16, 24, 28, 32, 48, 64] as const;
export const ownSideRange = { min: 16, max: 64 } as const;

/** Different pictures; one of them is held out. */
export const fewestPictures = 16;

/**
 * Bytes of all pictures together, in memory during the import and again on the device that trains:
 * 81,000 pictures of 64 x 64 in colour.
 */
export const mostSetBytes = 1_000_000_000;

/** A set's name, in characters. */
export const longestName = 60;

/** Problems that are listed one by one; the others are only counted. */
export const namedProblems = 5;
