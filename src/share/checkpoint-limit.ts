/**
 * Bytes of a checkpoint, file or folder, that are read into memory to find out what it is: as many as the engine opens. The largest recipe's with its
 * whole training state has 546 MB.
 */
export const checkpointLimit = 640 * 2 ** 20;

export const inMegabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
