/** The size of a file, in powers of 1,000 like the hub: `3 kB`, `142.8 MB`. */
export const sizeInWords = (bytes: number): string =>
  bytes < 1e6 ? `${Math.ceil(bytes / 1000)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
