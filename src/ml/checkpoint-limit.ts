/** How large a checkpoint may be: for the page, which measures what it is about to read, and for the engine, which opens it. */

/**
 * Of a folder's files together, of the .zip and of what comes out of it: ddpm-cifar10 with its whole training state, four numbers for each of its 35.7
 * million parameters, takes 546 MB. A tab needs about twice this while it opens such a file.
 */
export const maxFolderBytes = 640 * 2 ** 20;

export const inMegabytes = (bytes: number): string => `${Math.round(bytes / 2 ** 20)} MB`;
