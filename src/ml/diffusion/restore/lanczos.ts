/**
 * Classical baseline for downscaled pictures: enlarges them by Lanczos' windowed sinc with three
 * lobes (Duchon, "Lanczos Filtering in One and Two Dimensions", 1979).
 */

const lobes = 3;

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The weights of a line's blocks for each of its pixels. */
function tapsOf(length: number, block: number) {
  const blocks = Math.ceil(length / block);
  return Array.from({ length }, (_, place) => {
    const at = (place + 0.5) / block - 0.5;
    const taps = Array.from({ length: 2 * lobes }, (__, i) => {
      const from = Math.floor(at) - lobes + 1 + i;
      const weight = Math.abs(at - from) < lobes ? sinc(at - from) * sinc((at - from) / lobes) : 0;
      return { pixel: Math.min(blocks - 1, Math.max(0, from)) * block, weight };
    });
    const sum = taps.reduce((total, { weight }) => total + weight, 0);
    return taps.map(({ pixel, weight }) => ({ pixel, weight: weight / sum }));
  });
}

/**
 * `rgb`: one picture of squares of `block` pixels, each of one colour, row-major. Repeats border
 * blocks outwards.
 */
export function lanczosBaseline(
  rgb: Uint8Array,
  width: number,
  height: number,
  block: number,
): Uint8Array<ArrayBuffer> {
  const [across, down] = [tapsOf(width, block), tapsOf(height, block)];
  const lines = new Float64Array(rgb.length);
  for (let y = 0; y < height; y += block) {
    for (const [x, taps] of across.entries()) {
      for (let c = 0; c < 3; c++) {
        lines[(y * width + x) * 3 + c] = taps.reduce(
          (sum, { pixel, weight }) => sum + weight * (rgb[(y * width + pixel) * 3 + c] ?? 0),
          0,
        );
      }
    }
  }
  const enlarged = new Uint8Array(rgb.length);
  for (const [y, taps] of down.entries()) {
    for (let at = 0; at < width * 3; at++) {
      const value = taps.reduce((sum, { pixel, weight }) => sum + weight * (lines[pixel * width * 3 + at] ?? 0), 0);
      enlarged[y * width * 3 + at] = Math.min(255, Math.max(0, Math.round(value)));
    }
  }
  return enlarged;
}
