/**
 * Reads the headers of BMP and ICO files: the size, and whether the file is complete. An ICO is a
 * directory of PNGs and BMPs without a file header.
 */
import type { Extent } from './crop.ts';

/** Sizes of the information header, from OS/2's first version to Windows' fifth. */
const headerSizes: ReadonlySet<number> = new Set([12, 16, 40, 52, 56, 64, 108, 124]);

const fileHeader = 14;

/** "BM" alone could also begin a text. */
export function isBmp(view: DataView): boolean {
  return (
    view.byteLength >= fileHeader + 12 && view.getUint16(0) === 0x424d && headerSizes.has(view.getUint32(14, true))
  );
}

export const bmpExtent = (view: DataView): Extent => dibExtent(view, fileHeader);

/**
 * Rows of pixels are padded to whole 32-bit words; for compressed rows the header states the number
 * of bytes.
 */
export function isWholeBmp(view: DataView): boolean {
  const { width, height } = bmpExtent(view);
  const old = view.getUint32(14, true) === 12;
  if (view.byteLength < fileHeader + (old ? 12 : 40)) return false;
  const bitsPerPixel = view.getUint16(old ? 24 : 28, true);
  const compression = old ? 0 : view.getUint32(30, true);
  // Compressions 3 and 6 are uncompressed pixels with colour masks.
  const isPlain = compression === 0 || compression === 3 || compression === 6;
  const bytes = isPlain ? Math.ceil((width * bitsPerPixel) / 32) * 4 * height : view.getUint32(34, true);
  return view.getUint32(10, true) + bytes <= view.byteLength;
}

/**
 * Reads the information header that begins at `at`. A negative height means that rows go from top
 * to bottom.
 */
function dibExtent(view: DataView, at: number): Extent {
  if (view.getUint32(at, true) === 12)
    return { width: view.getUint16(at + 4, true), height: view.getUint16(at + 6, true) };
  return { width: view.getInt32(at + 4, true), height: Math.abs(view.getInt32(at + 8, true)) };
}

interface Entry {
  readonly offset: number;
  readonly bytes: number;
}

/** Icons and cursors. The first entry's picture must lie after the directory. */
export function isIco(view: DataView): boolean {
  if (view.byteLength < 22 || view.getUint16(0) !== 0 || ![1, 2].includes(view.getUint16(2, true))) return false;
  const count = view.getUint16(4, true);
  return count > 0 && view.getUint8(9) === 0 && view.getUint32(18, true) >= 6 + 16 * count;
}

function entriesOf(view: DataView): readonly Entry[] {
  const count = Math.min(view.getUint16(4, true), Math.floor((view.byteLength - 6) / 16));
  return Array.from({ length: count }, (_, i) => ({
    bytes: view.getUint32(6 + 16 * i + 8, true),
    offset: view.getUint32(6 + 16 * i + 12, true),
  }));
}

export function isWholeIco(view: DataView): boolean {
  const entries = entriesOf(view);
  return (
    entries.length === view.getUint16(4, true) &&
    entries.every(({ offset, bytes }) => bytes >= 40 && offset + bytes <= view.byteLength)
  );
}

/**
 * The largest side of any picture in the file, as the pictures state it, because the directory
 * cannot state more than 256.
 */
export function icoExtent(view: DataView): Extent {
  let [width, height] = [0, 0];
  for (const { offset } of entriesOf(view)) {
    if (offset + 24 > view.byteLength) continue;
    const isPng = view.getUint32(offset) === 0x89504e47;
    const dib = isPng ? null : dibExtent(view, offset);
    width = Math.max(width, dib ? dib.width : view.getUint32(offset + 16));
    // A BMP in an icon counts its mask's rows in its height, too.
    height = Math.max(height, dib ? Math.ceil(dib.height / 2) : view.getUint32(offset + 20));
  }
  return { width, height };
}
