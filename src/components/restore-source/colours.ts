import type { Pictures } from '../../store/types.ts';

/**
 * Difference between the channels of a pixel, of 255: a smaller one is a tint, or the rounding of a
 * JPEG.
 */
const noticeable = 24;
/** Share of the pixels. */
const few = 0.02;

/** Whether a picture has colours; false for a grey picture in a file with three channels. */
export function hasColours({ rgb }: Pick<Pictures, 'rgb'>): boolean {
  let coloured = 0;
  for (let at = 0; at + 2 < rgb.length; at += 3) {
    const [red = 0, green = 0, blue = 0] = rgb.subarray(at, at + 3);
    if (Math.max(red, green, blue) - Math.min(red, green, blue) > noticeable) coloured += 1;
  }
  return coloured > few * (rgb.length / 3);
}
