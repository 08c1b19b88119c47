/** What a set of own pictures may be. */

/** In pixels. Any even number from 16 to 64 is taken. */
export const offeredSides = [16, 24, 28, 32, 48, 64] as const;
export const ownSideRange = { min: 16, max: 64 } as const;

/** Different ones, of which one is held out. */
export const fewestPictures = 16;

/** Bytes of all pictures together, in memory while they are imported and again on the device that trains: 81,000 of 64 x 64 in colour. */
export const mostSetBytes = 1_000_000_000;

/** A set's name, in characters. */
export const longestName = 60;

/** Problems that are told one by one; of the others only how many there are. */
export const namedProblems = 5;
