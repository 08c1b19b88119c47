import type { FilmFrame, GenerateResult } from '../../../store/index.ts';
import { drawPicture } from '../../picture/draw-picture.ts';

/** CSS pixels: a frame's side, what is between two, and between the two rows. */
const side = { wide: 60, narrow: 44 };
const gap = 4;

export const sideFor = (width: number): number => (width < 600 ? side.narrow : side.wide);

/** How many frames stand side by side: as many as fit, and no more than there are. */
export const cellsFor = (width: number, total: number): number =>
  Math.max(2, Math.min(total + 1, Math.floor((width + gap) / (sideFor(width) + gap))));

interface Strip {
  readonly width: number;
  readonly cells: number;
  readonly total: number;
  readonly film: readonly FilmFrame[];
  readonly result: GenerateResult | null;
}

/** Above the first picture's sample, below what the network saw in it; cells that are still to come stay empty. */
export function drawStrip(canvas: HTMLCanvasElement, { width, cells, total, film, result }: Strip): void {
  const square = sideFor(width);
  const density = window.devicePixelRatio;
  canvas.width = Math.round(width * density);
  canvas.height = Math.round((2 * square + gap) * density);
  const context = canvas.getContext('2d');
  if (!context || width === 0) return;
  context.scale(density, density);
  context.imageSmoothingEnabled = false;
  const empty = getComputedStyle(canvas).getPropertyValue('--well');
  const scratch = document.createElement('canvas');

  for (let cell = 0; cell < cells; cell++) {
    const x = Math.round((width / cells) * (cell + 0.5) - square / 2);
    const rows = cellPictures(film, result, Math.round((cell / (cells - 1)) * total), total);
    for (const [row, pictures] of rows.entries()) {
      const y = row * (square + gap);
      if (pictures) {
        drawPicture(scratch, pictures);
        context.drawImage(scratch, x, y, square, square);
      } else {
        context.fillStyle = empty;
        context.fillRect(x, y, square, square);
      }
    }
  }
}

function cellPictures(film: readonly FilmFrame[], result: GenerateResult | null, step: number, total: number) {
  if (step === total) return [result?.samples, result ? film.at(-1)?.predicted : undefined];
  const newest = film.at(-1)?.index ?? -1;
  const frame = step > newest ? undefined : film.findLast(({ index }) => index <= step);
  return [frame?.noisy, frame?.predicted];
}
