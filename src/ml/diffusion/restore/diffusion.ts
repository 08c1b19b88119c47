/**
 * Classical baseline for lost pixels: known values diffuse into the hole until they settle, so that
 * each lost pixel is the mean of its neighbours (Laplace's equation; isotropic inpainting as in
 * Bertalmio et al., "Image Inpainting", 2000, without its transport along edges).
 */

/**
 * Largest change, in colour values from 0 to 255, at which it stops: another round would not change
 * any byte.
 */
const atRest = 0.01;
const mostRounds = 5000;
/**
 * Successive over-relaxation: a factor below 2, with which about as many rounds suffice as the hole
 * is wide in pixels.
 */
const relaxation = 1.8;

/**
 * `rgb`: one picture, row-major. `lost`: one byte per pixel, 1 where nothing is known. If all
 * pixels are lost, returns mid-grey.
 */
export function diffusionBaseline(
  rgb: Uint8Array,
  width: number,
  height: number,
  lost: Uint8Array,
): Uint8Array<ArrayBuffer> {
  const holes = [...lost.keys()].filter((pixel) => lost[pixel] === 1);
  const known = lost.length - holes.length;
  const filled = new Uint8Array(rgb);
  for (let c = 0; c < 3; c++) {
    const values = Float64Array.from(lost, (_, pixel) => rgb[pixel * 3 + c] ?? 0);
    const mean = values.reduce((sum, value, pixel) => (lost[pixel] ? sum : sum + value), 0) / Math.max(1, known);
    for (const pixel of holes) values[pixel] = known > 0 ? mean : 127.5;
    if (known > 0) relax(values, holes, width, height);
    for (const pixel of holes) filled[pixel * 3 + c] = Math.min(255, Math.max(0, Math.round(values[pixel] ?? 0)));
  }
  return filled;
}

/** Gauss-Seidel rounds over the holes. Nothing crosses the picture's border. */
function relax(values: Float64Array, holes: readonly number[], width: number, height: number): void {
  const pixels = Int32Array.from(holes);
  /** Four per pixel; at the border the pixel itself, which has no effect. */
  const neighbours = Int32Array.from({ length: 4 * pixels.length }, (_, i) => {
    const pixel = holes[i >> 2] ?? 0;
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    if (i % 4 === 0) return x > 0 ? pixel - 1 : pixel;
    if (i % 4 === 1) return x < width - 1 ? pixel + 1 : pixel;
    if (i % 4 === 2) return y > 0 ? pixel - width : pixel;
    return y < height - 1 ? pixel + width : pixel;
  });
  for (let round = 0; round < mostRounds; round++) {
    let most = 0;
    for (let i = 0; i < pixels.length; i++) {
      const pixel = pixels[i] ?? 0;
      const before = values[pixel] ?? 0;
      let [sum, count] = [0, 0];
      for (let side = 4 * i; side < 4 * i + 4; side++) {
        const neighbour = neighbours[side] ?? pixel;
        if (neighbour === pixel) continue;
        sum += values[neighbour] ?? 0;
        count += 1;
      }
      const change = relaxation * (sum / count - before);
      values[pixel] = before + change;
      most = Math.max(most, Math.abs(change));
    }
    if (most < atRest) return;
  }
}
