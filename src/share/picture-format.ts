/**
 * Determines the format of a file by its first bytes, never by its name or declared type, and
 * whether the file is complete. Browsers silently show the part of a truncated picture that
 * arrived, so the end is checked here. Decoding, checksums and the rest are left to the browser.
 */
import { isBmp, isIco, isWholeBmp, isWholeIco } from './picture-bmp.ts';

export type PictureFormat = 'png' | 'jpeg' | 'webp' | 'avif' | 'gif' | 'bmp' | 'ico' | 'heic' | 'tiff';

/** `svg`: a document that may contain scripts; null: none of these formats. */
export function sniffPicture(bytes: Uint8Array): PictureFormat | 'svg' | null {
  if (startsWith(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'png';
  if (startsWith(bytes, 0, '\xff\xd8\xff')) return 'jpeg';
  if (startsWith(bytes, 0, 'GIF87a') || startsWith(bytes, 0, 'GIF89a')) return 'gif';
  if (startsWith(bytes, 0, 'RIFF') && startsWith(bytes, 8, 'WEBP')) return 'webp';
  const view = viewOf(bytes);
  if (hasBrand(view, bytes, ['avif', 'avis'])) return 'avif';
  if (hasBrand(view, bytes, ['heic', 'heix', 'heim', 'heis', 'hevc', 'hevx'])) return 'heic';
  if (isBmp(view)) return 'bmp';
  if (isIco(view)) return 'ico';
  if (['II*\0', 'MM\0*', 'II+\0', 'MM\0+'].some((magic) => startsWith(bytes, 0, magic))) return 'tiff';
  return isSvg(bytes) ? 'svg' : null;
}

/**
 * Whether the picture's own structure ends inside the file. Bytes after the end (a phone's video, a
 * thumbnail) do no harm.
 */
export function isWholePicture(format: PictureFormat, bytes: Uint8Array): boolean {
  const view = viewOf(bytes);
  switch (format) {
    case 'png':
      return isWholePng(view, bytes);
    case 'jpeg':
      return isWholeJpeg(view, bytes);
    case 'gif':
      return isWholeGif(bytes);
    case 'webp':
      return view.byteLength >= 12 && view.getUint32(4, true) + 8 <= view.byteLength;
    case 'avif':
    case 'heic':
      return isWholeHeif(view);
    case 'bmp':
      return isWholeBmp(view);
    case 'ico':
      return isWholeIco(view);
    case 'tiff':
      // Its parts may lie in any order, and the few browsers that read it refuse a truncated one.
      return true;
    default:
      return format satisfies never;
  }
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

function startsWith(bytes: Uint8Array, at: number, text: string): boolean {
  if (bytes.length < at + text.length) return false;
  for (let i = 0; i < text.length; i++) if (bytes[at + i] !== text.charCodeAt(i)) return false;
  return true;
}

/**
 * Whether the document's root is `<svg>`, after a byte order mark, an XML declaration, a doctype or
 * comments.
 */
function isSvg(bytes: Uint8Array): boolean {
  const utf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
  const encoding = utf16 ? (bytes[0] === 0xff ? 'utf-16le' : 'utf-16be') : 'utf-8';
  const head = new TextDecoder(encoding).decode(bytes.subarray(0, 16_384)).trimStart();
  if (!head.startsWith('<')) return false;
  return /^<(?:[\w-]+:)?svg[\s/>]/i.test(
    head.replace(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*(?:\[[\s\S]*?\]\s*)?>/gi, '').trimStart(),
  );
}

/** Chunks of length, type, data and CRC, up to IEND (PNG specification, section 5.3). */
function isWholePng(view: DataView, bytes: Uint8Array): boolean {
  for (let at = 8; at + 12 <= view.byteLength; at += 12 + view.getUint32(at)) {
    if (startsWith(bytes, at + 4, 'IEND')) return true;
  }
  return false;
}

/**
 * Marker segments up to EOI (ITU-T T.81, annex B). Segments are skipped by their length, so that
 * the EOI of an embedded thumbnail does not count; after SOS, the entropy-coded data is searched
 * for the next marker that is neither stuffing nor RST.
 */
function isWholeJpeg(view: DataView, bytes: Uint8Array): boolean {
  let at = 2;
  while (at + 1 < bytes.length) {
    if (bytes[at] !== 0xff) return false;
    const marker = bytes[at + 1] ?? 0;
    if (marker === 0xff) {
      at += 1; // fill byte
    } else if (marker === 0xd9) {
      return true;
    } else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd7)) {
      at += 2;
    } else {
      if (at + 4 > bytes.length) return false;
      at += 2 + view.getUint16(at + 2);
      if (marker === 0xda) at = endOfScan(bytes, at);
    }
  }
  return false;
}

function endOfScan(bytes: Uint8Array, from: number): number {
  let at = bytes.indexOf(0xff, from);
  while (at !== -1) {
    const next = bytes[at + 1];
    const inside = next === 0 || (next !== undefined && next >= 0xd0 && next <= 0xd7);
    if (!inside) return at;
    at = bytes.indexOf(0xff, at + 2);
  }
  return bytes.length;
}

/**
 * `ftyp` box: size, name, major brand, minor version, compatible brands (ISO/IEC 14496-12, section
 * 4.3). A file may have the general `mif1` or `miaf` as its major brand, and its actual format only
 * among the compatible ones.
 */
function hasBrand(view: DataView, bytes: Uint8Array, brands: readonly string[]): boolean {
  if (!startsWith(bytes, 4, 'ftyp')) return false;
  const isBrand = (at: number) => brands.some((brand) => startsWith(bytes, at, brand));
  if (isBrand(8)) return true;
  const end = Math.min(view.getUint32(0), bytes.length, longestBrandList);
  for (let at = 16; at + 4 <= end; at += 4) if (isBrand(at)) return true;
  return false;
}

/** Bytes of an `ftyp` box that are read: real ones take under 64. */
const longestBrandList = 4096;

/**
 * Blocks up to the end of the first frame, the only one used (GIF89a specification, sections 18 to
 * 24).
 */
function isWholeGif(bytes: Uint8Array): boolean {
  const colorTable = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let at = 13 + colorTable(bytes[10] ?? 0);
  while (at < bytes.length) {
    const block = bytes[at];
    if (block === 0x2c) {
      at = endOfSubBlocks(bytes, at + 11 + colorTable(bytes[at + 9] ?? 0));
      return at <= bytes.length;
    }
    if (block !== 0x21) return false;
    at = endOfSubBlocks(bytes, at + 2);
  }
  return false;
}

/**
 * The offset after the empty sub-block that ends a sequence; past the file's end if there is none.
 */
function endOfSubBlocks(bytes: Uint8Array, from: number): number {
  let at = from;
  while (at < bytes.length) {
    const length = bytes[at] ?? 0;
    at += 1 + length;
    if (length === 0) return at;
  }
  return bytes.length + 1;
}

/**
 * Boxes that fill the file, including `meta` and `mdat` (ISO/IEC 14496-12, section 4.2). A box of
 * size 0 extends to the end.
 */
function isWholeHeif(view: DataView): boolean {
  const names = new Set<number>();
  let at = 0;
  while (at + 8 <= view.byteLength) {
    names.add(view.getUint32(at + 4));
    let size = view.getUint32(at);
    if (size === 0) size = view.byteLength - at;
    else if (size === 1) size = at + 16 <= view.byteLength ? Number(view.getBigUint64(at + 8)) : 0;
    if (size < 8) return false;
    at += size;
  }
  return at === view.byteLength && names.has(boxName('meta')) && names.has(boxName('mdat'));
}

function boxName(name: string): number {
  return [...name].reduce((word, letter) => word * 256 + letter.charCodeAt(0), 0);
}
