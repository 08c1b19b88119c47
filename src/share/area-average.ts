import { resample } from '../ml/resample.ts';

/**
 * Shrinks square RGBA of side `side * factor` to RGB of side `side`: each pixel is the mean of a
 * factor x factor block of the sRGB values, as the data set's own images were shrunk. Alpha must be
 * 255 throughout. Factor 1 copies.
 */
export function areaAverage(rgba: Uint8ClampedArray, side: number, factor: number): Uint8Array<ArrayBuffer> {
  const size = side * factor;
  const whole = { x: 0, y: 0, width: size, height: size };
  return resample({ ...whole, channels: 4, data: rgba }, whole, side, side, 3);
}
