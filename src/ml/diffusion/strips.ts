/**
 * A picture for the article's network in strips: it has convolutions alone and no size of its own, so a whole photograph goes through it in one pass. Strips that overlap by as much as the network looks
 * around give the same numbers, with a bound on memory and on the time until somebody else may use the device.
 */
/**
 * Of how far around a pixel the answer there depends, in pixels; and what a side must be a multiple of. A pixel of the answer is made of two of the half size, each of two of a quarter, and back (four
 * convolutions of 4 x 4 by 2): 9 pixels on either side at most. On a grid that is shifted by a multiple of 4 the answer is the same.
 */
const articleReach = 9;
const articleMultiple = 4;

/** In pixels, of what goes through the network at once, overlap included: 2^16 pixels take 4 MB where the network has most numbers, a few times over. */
const mostPixels = 2 ** 16;

/** Along one side: what the network sees, and the part of that which is kept. Ends are exclusive. */
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
 * Spans of at most `most` pixels, which together keep each pixel once. Two neighbours overlap by what the network looks around at either side. Where `length` is a multiple of 4 so are all spans, and the
 * answer is that of one pass. Where it is not, the last span is shifted so that it ends with the picture, instead of pixels being invented beyond.
 */
export function spansOf(length: number, most: number): readonly Span[] {
  const down = (value: number) => value - (value % articleMultiple);
  const halo = down(articleReach + articleMultiple - 1);
  const size = down(Math.min(length, Math.max(most, 4 * halo)));
  if (size === 0) throw new RangeError(`a picture of ${length} pixels is smaller than ${articleMultiple}`);
  const froms: number[] = [];
  for (let from = 0; from + size < length; from += Math.max(articleMultiple, size - 2 * halo)) froms.push(from);
  froms.push(length - size);
  /** In the middle of what two have in common. */
  const border = (i: number) => Math.floor(((froms[i] ?? 0) + size + (froms[i + 1] ?? 0)) / 2);
  return froms.map((from, i) => ({
    from,
    to: from + size,
    keepFrom: i === 0 ? 0 : border(i - 1),
    keepTo: i === froms.length - 1 ? length : border(i),
  }));
}

/** Row by row. `most`: pixels of a strip; never fewer than 48 rows. */
export function stripsOf(
  { width, height }: { readonly width: number; readonly height: number },
  most = mostPixels,
): readonly Strip[] {
  const columns = spansOf(width, width);
  const [first] = columns;
  const rows = spansOf(height, Math.floor(most / (first ? first.to : width)));
  return rows.flatMap((row) => columns.map((column) => ({ rows: row, columns: column })));
}
