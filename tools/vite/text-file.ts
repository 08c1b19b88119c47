import type { Rolldown } from 'vite';

/**
 * A text for the build's folder. Hosts send `.txt` without its encoding, so a byte order mark in
 * front of the text says that it is UTF-8.
 */
export const textFile = (fileName: string, text: string): Rolldown.EmittedAsset => ({
  type: 'asset',
  fileName,
  source: `\uFEFF${text}`,
});
