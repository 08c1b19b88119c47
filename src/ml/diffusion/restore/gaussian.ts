/** Classical baseline: a Gaussian blur, with the width that is best for the given noise. */
import { gaussianSettings } from './settings.ts';

/**
 * `rgb`: one picture, row-major. `noise`: the factor of `damage`, which determines the blur's
 * sigma. Repeats border pixels outwards.
 */
export function gaussianBaseline(
  rgb: Uint8Array,
  width: number,
  height: number,
  noise: number,
): Uint8Array<ArrayBuffer> {
  const { sigma } = gaussianSettings(noise);
  return blur(rgb, width, height, sigma);
}

/**
 * `rgb`: [height, width, 3], row-major. `sigma` in pixels; at 0 or below, returns the picture
 * unchanged. Weights reach three sigma. Repeats border pixels outwards; rounds to the nearest byte.
 */
export function blur(rgb: Uint8Array, width: number, height: number, sigma: number): Uint8Array<ArrayBuffer> {
  if (sigma <= 0) return new Uint8Array(rgb);
  const radius = Math.ceil(3 * sigma);
  const taps = Array.from({ length: 2 * radius + 1 }, (_, i) => Math.exp(-0.5 * ((i - radius) / sigma) ** 2));
  const sum = taps.reduce((total, tap) => total + tap, 0);
  const clamp = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
  const rows = new Float64Array(rgb.length);
  const blurred = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        let total = 0;
        for (const [k, tap] of taps.entries())
          total += tap * (rgb[(y * width + clamp(x + k - radius, width)) * 3 + c] ?? 0);
        rows[(y * width + x) * 3 + c] = total / sum;
      }
    }
  }
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let c = 0; c < 3; c++) {
        let total = 0;
        for (const [k, tap] of taps.entries())
          total += tap * (rows[(clamp(y + k - radius, height) * width + x) * 3 + c] ?? 0);
        blurred[(y * width + x) * 3 + c] = Math.round(total / sum);
      }
    }
  }
  return blurred;
}
