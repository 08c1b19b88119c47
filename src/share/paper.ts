/**
 * The colours for drawing on a set: light on dark if the borders of its pictures are dark, as with
 * digits.
 */
import { blankPaper } from './drawing.ts';

interface Shown {
  readonly count: number;
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Of 255: the border of digits is 0 throughout, that of photographs about 120. */
const darkest = 32;

export interface DrawingColours {
  readonly paper: string;
  readonly ink: string;
}

/** Null: no pictures are known yet. */
export function drawingColours(pictures: Shown | null): DrawingColours {
  const isDark = pictures !== null && pictures.count > 0 && borderMean(pictures) < darkest;
  return isDark ? { paper: '#000000', ink: '#ffffff' } : { paper: blankPaper, ink: '#111111' };
}

/** Mean of all channels over the outermost pixels, 0 to 255. */
function borderMean({ count, width, height, rgb }: Shown): number {
  let sum = 0;
  let values = 0;
  for (let pixel = 0; pixel < count * width * height; pixel += 1) {
    const x = pixel % width;
    const y = Math.floor(pixel / width) % height;
    if (x > 0 && x < width - 1 && y > 0 && y < height - 1) continue;
    for (let channel = 0; channel < 3; channel += 1) sum += rgb[3 * pixel + channel] ?? 0;
    values += 3;
  }
  return sum / values;
}
