/** From a tab to the waiting version: the visitor wants it now. */
export const takeOver = 'take over';

/**
 * A tab holds this Web Lock for as long as it is open. `script`: the entry script of its page,
 * which belongs to one version only.
 */
export const tabLock = (script: string): string => `diffusion-playground tab ${script}`;
