/** From a tab to the version that waits: the visitor wants it now. */
export const takeOver = 'take over';

/** A tab holds this Web Lock for as long as it is open: `script` is what its page began with, and of one version alone. */
export const tabLock = (script: string): string => `diffusion-playground tab ${script}`;
