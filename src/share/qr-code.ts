/** A link as a QR code: modules as one SVG path. */
import { encodeQR } from 'qr';

export interface QrCode {
  /** Modules along a side, including the quiet zone of four. */
  readonly side: number;
  /** A row of squares for each run of dark modules, in units of a module. */
  readonly path: string;
}

/**
 * In bytes of UTF-8. The code of a longer link has over 100 modules along a side, which a phone's
 * camera can no longer distinguish on a screen.
 */
export const qrBytesLimit = 1000;

/** Null if the text is too long for a camera to read. */
export function qrCodeOf(text: string): QrCode | null {
  if (new TextEncoder().encode(text).length > qrBytesLimit) return null;
  // The lowest redundancy: a screen has no dirt, and larger modules can be read from further away.
  const rows = encodeQR(text, 'raw', { ecc: 'low', border: 4 });
  const path = rows.map((row, y) => rowPath(row, y)).join('');
  return { side: rows.length, path };
}

function rowPath(row: readonly boolean[], y: number): string {
  let path = '';
  for (let x = 0; x < row.length; x += 1) {
    if (!row[x]) continue;
    const end = row.indexOf(false, x);
    const width = (end < 0 ? row.length : end) - x;
    path += `M${x} ${y}h${width}v1h-${width}z`;
    x += width;
  }
  return path;
}
