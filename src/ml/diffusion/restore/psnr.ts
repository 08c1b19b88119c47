/** Peak signal-to-noise ratio of two 8-bit pictures in dB, over all pixels and channels together. Infinity where they are equal. */
export function psnr(original: Uint8Array, other: Uint8Array): number {
  if (original.length !== other.length || original.length === 0) throw new RangeError('two pictures of one size');
  let squares = 0;
  for (const [i, value] of original.entries()) squares += (value - (other[i] ?? 0)) ** 2;
  const meanSquare = squares / original.length;
  return meanSquare === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(255 ** 2 / meanSquare);
}
