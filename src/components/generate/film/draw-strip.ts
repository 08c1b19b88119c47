import type { FilmFrame, GenerateResult, Pictures } from '../../../store/index.ts';
import { drawPicture } from '../../picture/draw-picture.ts';

/** In CSS pixels: a frame's side, the gap between frames, and the gap between the two rows. */
const side = { wide: 60, narrow: 44 };
const gap = 4;

const sideFor = (width: number): number => (width < 600 ? side.narrow : side.wide);

/** The number of frames in a row: as many as fit, but not more than there are. */
export const cellsFor = (width: number, total: number): number =>
  Math.max(2, Math.min(total + 1, Math.floor((width + gap) / (sideFor(width) + gap))));

interface Strip {
  readonly width: number;
  readonly cells: number;
  readonly total: number;
  /** The index of the picture. */
  readonly picture: number;
}

interface Film {
  readonly film: readonly FilmFrame[];
  readonly result: GenerateResult | null;
}

/**
 * The upper row shows the picture's sample, the lower row the network's estimate; cells of later
 * steps stay empty. Each cell is drawn once.
 */
export class StripPainter {
  readonly #scratch = document.createElement('canvas');
  readonly #context: CanvasRenderingContext2D | null;
  readonly #drawn = new Map<string, Pictures | null>();

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly strip: Strip,
  ) {
    const { width } = strip;
    const density = window.devicePixelRatio;
    canvas.width = Math.round(width * density);
    canvas.height = Math.round((2 * sideFor(width) + gap) * density);
    this.#context = width > 0 ? canvas.getContext('2d') : null;
    this.#context?.scale(density, density);
  }

  paint({ film, result }: Film): void {
    const { cells, total } = this.strip;
    for (let cell = 0; cell < cells; cell++) {
      const rows = cellPictures(film, result, Math.round((cell / (cells - 1)) * total), total);
      for (const [row, pictures] of rows.entries()) this.#paintCell(cell, row, pictures ?? null);
    }
  }

  #paintCell(cell: number, row: number, pictures: Pictures | null): void {
    const context = this.#context;
    const key = `${cell} ${row}`;
    if (!context || this.#drawn.get(key) === pictures) return;
    this.#drawn.set(key, pictures);
    const { width, cells, picture } = this.strip;
    const square = sideFor(width);
    const x = Math.round((width / cells) * (cell + 0.5) - square / 2);
    const y = row * (square + gap);
    if (pictures) {
      drawPicture(this.#scratch, pictures, Math.min(picture, pictures.count - 1));
      context.imageSmoothingEnabled = false;
      context.drawImage(this.#scratch, x, y, square, square);
    } else {
      context.fillStyle = getComputedStyle(this.canvas).getPropertyValue('--well');
      context.fillRect(x, y, square, square);
    }
  }
}

function cellPictures(film: readonly FilmFrame[], result: GenerateResult | null, step: number, total: number) {
  if (step === total) return [result?.samples, result ? film.at(-1)?.predicted : undefined];
  const newest = film.at(-1)?.index ?? -1;
  const frame = step > newest ? undefined : film.findLast(({ index }) => index <= step);
  return [frame?.noisy, frame?.predicted];
}
