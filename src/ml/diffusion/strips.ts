/**
 * Splits a picture into strips for the article's network. As it has only convolutions and no fixed
 * size, a whole photograph could go through it in one pass. Strips that overlap by the network's
 * reach give the same numbers, and bound the memory and the time until other work can use the
 * device.
 */
/**
 * The reach: how far around a pixel its output depends on the input, in pixels; and the factor of
 * which a side must be a multiple. An output pixel is made of two pixels at half size, each of two
 * at a quarter, and back (four convolutions of 4 x 4 by 2): at most 9 pixels on either side.
 * Shifting the grid by a multiple of 4 does not change the output.
 */
const articleReach = 9;
const articleMultiple = 4;

/**
 * Most pixels that go through the network at once, overlap included: 2^16 pixels take 4 MB where
 * the network has the most numbers, a few times over.
 */
const mostPixels = 2 ** 16;

/**
 * Along one side: the range that the network sees, and the part of it that is kept. Ends are
 * exclusive.
 */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly keepFrom: number;
  readonly keepTo: number;
}

export interface Strip {
  readonly rows: Span;
  readonly columns: Span;
}

/**
 * Spans of at most `most` pixels, which together keep each pixel once. Two neighbours overlap by
 * the network's reach on either side. If `length` is a multiple of 4, all spans are too, and the
 * result equals that of one pass. If not, the last span is shifted to end with the picture, instead
 * of inventing pixels beyond it.
 */
export function spansOf(length: number, most: number): readonly Span[] {
  const down = (value: number) => value - (value % articleMultiple);
  const halo = down(articleReach + articleMultiple - 1);
  const size = down(Math.min(length, Math.max(most, 4 * halo)));
  if (size === 0) throw new RangeError(`a picture of ${length} pixels is smaller than ${articleMultiple}`);
  const froms: number[] = [];
  for (let from = 0; from + size < length; from += Math.max(articleMultiple, size - 2 * halo)) froms.push(from);
  froms.push(length - size);
  /** The middle of the overlap of two neighbours. */
  const border = (i: number) => Math.floor(((froms[i] ?? 0) + size + (froms[i + 1] ?? 0)) / 2);
  return froms.map((from, i) => ({
    from,
    to: from + size,
    keepFrom: i === 0 ? 0 : border(i - 1),
    keepTo: i === froms.length - 1 ? length : border(i),
  }));
}

/** Row by row. `most`: pixels of a strip, which always has at least 48 rows. */
export function stripsOf(
  { width, height }: { readonly width: number; readonly height: number },
  most = mostPixels,
): readonly Strip[] {
  const columns = spansOf(width, width);
  const [first] = columns;
  const rows = spansOf(height, Math.floor(most / (first ? first.to : width)));
  return rows.flatMap((row) => columns.map((column) => ({ rows: row, columns: column })));
}
