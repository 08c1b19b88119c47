/**
 * Shrinks square RGBA of side `side * factor` to RGB of side `side`: each pixel is the mean of a factor x factor block, on the sRGB values
 * as they stand, as the data set's own images were shrunk. Alpha must be 255 throughout. Factor 1 copies.
 */
export function areaAverage(rgba: Uint8ClampedArray, side: number, factor: number): Uint8Array<ArrayBuffer> {
  const rgb = new Uint8Array(side * side * 3);
  const row = side * factor * 4;
  const area = factor * factor;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let dy = 0; dy < factor; dy++) {
          let at = (y * factor + dy) * row + x * factor * 4 + channel;
          for (let dx = 0; dx < factor; dx++, at += 4) sum += rgba[at] ?? 0;
        }
        rgb[(y * side + x) * 3 + channel] = Math.round(sum / area);
      }
    }
  }
  return rgb;
}
