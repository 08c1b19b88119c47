/**
 * The orientation of a WebP or a PNG in its metadata (EXIF 2.32, tag 274). All browsers apply the
 * orientation of a JPEG, and of an AVIF by its own boxes; for these two formats some browsers do
 * and some do not, without saying so. So the tag is removed before decoding, and the page turns the
 * picture.
 */

export interface Orientation {
  /** 1 to 8; 1 is upright. */
  readonly turn: number;
  /** The file without the tag, in pieces. */
  readonly pieces: readonly Uint8Array<ArrayBuffer>[];
}

export function takeOrientation(format: string, bytes: Uint8Array<ArrayBuffer>): Orientation {
  const upright: Orientation = { turn: 1, pieces: [bytes] };
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const chunk = format === 'png' ? pngExif(view) : format === 'webp' ? webpExif(view) : null;
  const tag = chunk && orientationTag(view, chunk.start, Math.min(chunk.end, bytes.length));
  if (!chunk || !tag || tag.turn < 2 || tag.turn > 8) return upright;
  // For a PNG the whole chunk is removed, because it has a checksum.
  if (format === 'png') {
    return { turn: tag.turn, pieces: [bytes.subarray(0, chunk.start - 8), bytes.subarray(chunk.end + 4)] };
  }
  const copy = new Uint8Array(bytes);
  new DataView(copy.buffer).setUint16(tag.at, 1, tag.littleEndian);
  return { turn: tag.turn, pieces: [copy] };
}

/** The range of the chunk's data. */
interface Span {
  readonly start: number;
  readonly end: number;
}

function pngExif(view: DataView): Span | null {
  for (let at = 8; at + 12 <= view.byteLength; ) {
    const end = at + 8 + view.getUint32(at);
    if (view.getUint32(at + 4) === 0x65584966) return { start: at + 8, end }; // eXIf
    at = end + 4;
  }
  return null;
}

function webpExif(view: DataView): Span | null {
  for (let at = 12; at + 8 <= view.byteLength; ) {
    const length = view.getUint32(at + 4, true);
    const start = at + 8;
    if (view.getUint32(at) === 0x45584946) return { start, end: start + length }; // EXIF
    at = start + length + (length % 2);
  }
  return null;
}

/**
 * The tag in the first directory of the TIFF structure; some programs write `Exif\0\0` before it,
 * as in a JPEG.
 */
function orientationTag(view: DataView, start: number, end: number) {
  const tiff = start + 6 <= end && view.getUint32(start) === 0x45786966 ? start + 6 : start;
  if (tiff + 8 > end) return null;
  const littleEndian = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, littleEndian);
  if (directory + 2 > end) return null;
  const count = view.getUint16(directory, littleEndian);
  for (let at = directory + 2; at < directory + 2 + 12 * count && at + 12 <= end; at += 12) {
    if (view.getUint16(at, littleEndian) !== 274) continue;
    return { at: at + 8, littleEndian, turn: view.getUint16(at + 8, littleEndian) };
  }
  return null;
}

/** The matrix for `setTransform` under which a picture of this stored size is drawn upright. */
export function turnMatrix(
  turn: number,
  width: number,
  height: number,
): [number, number, number, number, number, number] {
  switch (turn) {
    case 2:
      return [-1, 0, 0, 1, width, 0];
    case 3:
      return [-1, 0, 0, -1, width, height];
    case 4:
      return [1, 0, 0, -1, 0, height];
    case 5:
      return [0, 1, 1, 0, 0, 0];
    case 6:
      return [0, 1, -1, 0, height, 0];
    case 7:
      return [0, -1, -1, 0, height, width];
    case 8:
      return [0, -1, 1, 0, 0, width];
    default:
      return [1, 0, 0, 1, 0, 0];
  }
}
