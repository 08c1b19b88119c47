/**
 * Scratches on a print: thin lines across the picture, each light or dark, that destroy what was
 * under them.
 */
import type { RandomStream } from '../../random.ts';

export interface Scratched {
  /** [height, width], 1 where there is a scratch. */
  readonly lost: Uint8Array<ArrayBuffer>;
  /** Brightness of the scratch there. */
  readonly values: Uint8Array<ArrayBuffer>;
}

/** As a share of the shorter side: on 32 pixels a line is one pixel wide. */
const thickness = 1 / 28;
/** How far a scratch bends from a straight line, as a share of the shorter side. */
const bend = 0.12;

/** `count` lines from edge to edge, each with its own position, angle and bend. */
export function scratchedPixels(
  { width, height }: { readonly width: number; readonly height: number },
  count: number,
  stream: RandomStream,
): Scratched {
  const lost = new Uint8Array(width * height);
  const values = new Uint8Array(width * height);
  const drawn = new Float32Array(count * 5);
  stream.uniform(0, drawn);
  const side = Math.min(width, height);
  for (let line = 0; line < count; line++) {
    const [place = 0, slope = 0, turn = 0, wide = 0, light = 0] = drawn.subarray(line * 5, line * 5 + 5);
    // More of them run down the picture than across it, as on a film.
    const isDown = slope < 0.7;
    const [length, across] = isDown ? [height, width] : [width, height];
    const radius = (side * thickness * (0.7 + 0.6 * wide)) / 2;
    for (let along = 0; along < length; along++) {
      const part = along / Math.max(1, length - 1) - 0.5;
      const middle =
        (place + (turn - 0.5) * 0.8 * part) * across + bend * side * Math.sin(Math.PI * 2 * (part + place));
      const first = Math.round(middle - radius);
      const end = Math.max(first + 1, Math.round(middle + radius));
      for (let x = first; x < end; x++) {
        if (x < 0 || x >= across) continue;
        const pixel = isDown ? along * width + x : x * width + along;
        lost[pixel] = 1;
        values[pixel] = light < 0.75 ? 225 + Math.round(30 * wide) : 25;
      }
    }
  }
  return { lost, values };
}
