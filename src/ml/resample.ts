/**
 * Pictures at another size: an exact area average when they shrink, bilinear when they grow, on the
 * sRGB values directly. Computed here and not by a canvas or a library, so that every host gets the
 * same bytes.
 */

export interface Raster {
  readonly width: number;
  readonly height: number;
  /** Bytes per pixel. */
  readonly channels: number;
  /** [height, width, channels], row-major. */
  readonly data: Uint8Array | Uint8ClampedArray;
}

/** A part of a raster, in the raster's pixels. */
export interface Region {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** The weights of source pixels, in a row or a column, for one pixel of the result. */
interface Taps {
  readonly first: number;
  readonly weights: readonly number[];
}

/**
 * The region as `width` x `height` pixels of the first `keep` channels: [height, width, keep]. A
 * region of that size stays unchanged, byte for byte.
 */
export function resample(
  source: Raster,
  region: Region,
  width: number,
  height: number,
  keep: number = source.channels,
): Uint8Array<ArrayBuffer> {
  const across = tapsOf(region.x, region.width, width);
  const down = tapsOf(region.y, region.height, height);
  // For a whole factor the weights are 1: sums are then whole numbers, and only the division
  // rounds.
  const area = totalOf(across) * totalOf(down);
  const result = new Uint8Array(width * height * keep);
  const rows = new RowSums(source, across, keep);
  const sums = new Float64Array(width * keep);
  for (const [y, { first, weights }] of down.entries()) {
    sums.fill(0);
    for (const [i, weight] of weights.entries()) {
      const row = rows.at(first + i);
      for (let n = 0; n < sums.length; n++) sums[n] = (sums[n] ?? 0) + weight * (row[n] ?? 0);
    }
    for (let n = 0; n < sums.length; n++) result[y * sums.length + n] = Math.round((sums[n] ?? 0) / area);
  }
  return result;
}

/** Sums along a source row, kept because the next result row may need the same one. */
class RowSums {
  readonly #rows = new Map<number, Float64Array>();

  constructor(
    private readonly source: Raster,
    private readonly across: readonly Taps[],
    private readonly keep: number,
  ) {}

  at(y: number): Float64Array {
    const known = this.#rows.get(y);
    if (known) return known;
    // Result rows go from top to bottom: at most two neighbours share a source row.
    const oldest = this.#rows.size > 1 ? this.#rows.keys().next().value : undefined;
    const row =
      (oldest === undefined ? undefined : this.#rows.get(oldest)) ?? new Float64Array(this.across.length * this.keep);
    if (oldest !== undefined) this.#rows.delete(oldest);
    this.#rows.set(y, row);
    this.#fill(row, y);
    return row;
  }

  #fill(row: Float64Array, y: number): void {
    const { data, width, channels } = this.source;
    for (const [x, { first, weights }] of this.across.entries()) {
      for (let channel = 0; channel < this.keep; channel++) {
        let sum = 0;
        let at = (y * width + first) * channels + channel;
        for (let i = 0; i < weights.length; i++, at += channels) sum += (weights[i] ?? 0) * (data[at] ?? 0);
        row[x * this.keep + channel] = sum;
      }
    }
  }
}

/** Taps of `count` result pixels over the source pixels [start, start + length). */
function tapsOf(start: number, length: number, count: number): readonly Taps[] {
  return Array.from({ length: count }, (_, i) =>
    length < count ? between(start, length, (i + 0.5) * (length / count) - 0.5) : covered(start, length, count, i),
  );
}

/** The two nearest pixels, or only one beyond the outermost. */
function between(start: number, length: number, place: number): Taps {
  const clamped = Math.min(Math.max(place, 0), length - 1);
  const first = Math.min(Math.floor(clamped), Math.max(0, length - 2));
  const share = clamped - first;
  return { first: start + first, weights: length === 1 ? [1] : [1 - share, share] };
}

/** Every pixel that the result pixel covers, weighted by how much of it is covered. */
function covered(start: number, length: number, count: number, i: number): Taps {
  const from = (i * length) / count;
  const to = ((i + 1) * length) / count;
  const first = Math.floor(from);
  const weights = Array.from(
    { length: Math.ceil(to) - first },
    (_, n) => Math.min(to, first + n + 1) - Math.max(from, first + n),
  );
  return { first: start + first, weights };
}

const totalOf = ([taps]: readonly Taps[]): number => taps?.weights.reduce((sum, weight) => sum + weight, 0) ?? 1;
