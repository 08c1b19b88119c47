/**
 * Classical baseline: the bilateral filter (Tomasi and Manduchi, "Bilateral Filtering for Gray and
 * Color Images", ICCV 1998). A blur whose weights also fall with the difference in colour, so that
 * edges remain.
 */
import { type BilateralSettings, bilateralSettings } from './settings.ts';

/**
 * `rgb`: one picture, row-major. `noise`: the factor of `damage`. Repeats border pixels outwards.
 */
export function bilateralBaseline(
  rgb: Uint8Array,
  width: number,
  height: number,
  noise: number,
): Uint8Array<ArrayBuffer> {
  return bilateral(rgb, width, height, bilateralSettings(noise));
}

/**
 * `rgb`: [height, width, 3], row-major. If a sigma is 0 or below, returns the picture unchanged.
 * Weights reach three `sigmaSpace`. Repeats border pixels outwards; rounds to the nearest byte.
 */
export function bilateral(
  rgb: Uint8Array,
  width: number,
  height: number,
  { sigmaSpace, sigmaColor }: BilateralSettings,
): Uint8Array<ArrayBuffer> {
  if (sigmaSpace <= 0 || sigmaColor <= 0) return new Uint8Array(rgb);
  const radius = Math.ceil(3 * sigmaSpace);
  const clamp = (value: number, size: number) => Math.min(size - 1, Math.max(0, value));
  const at = (x: number, y: number) => (clamp(y, height) * width + clamp(x, width)) * 3;
  const value = (i: number) => rgb[i] ?? 0;
  const filtered = new Uint8Array(rgb.length);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const here = at(x, y);
      const total = [0, 0, 0];
      let weights = 0;
      for (let dy = -radius; dy <= radius; dy++) {
        for (let dx = -radius; dx <= radius; dx++) {
          const there = at(x + dx, y + dy);
          let color = 0;
          for (let c = 0; c < 3; c++) color += (value(there + c) - value(here + c)) ** 2;
          const weight = Math.exp(-0.5 * ((dx * dx + dy * dy) / sigmaSpace ** 2 + color / sigmaColor ** 2));
          weights += weight;
          for (let c = 0; c < 3; c++) total[c] = (total[c] ?? 0) + weight * value(there + c);
        }
      }
      for (let c = 0; c < 3; c++) filtered[here + c] = Math.round((total[c] ?? 0) / weights);
    }
  }
  return filtered;
}
