/** A link as a QR code: modules as one SVG path. */
import { encodeQR } from 'qr';

export interface QrCode {
  /** Modules along a side, the quiet zone of four included. */
  readonly side: number;
  /** A row of squares for each run of dark modules, in units of a module. */
  readonly path: string;
}

/**
 * Of longer links a code has over 100 modules along a side, and a phone's camera no longer tells them apart on a screen. Characters beyond ASCII count as
 * their bytes in UTF-8.
 */
export const qrBytesLimit = 1000;

/** Null where the text is too long to be read by a camera. */
export function qrCodeOf(text: string): QrCode | null {
  if (new TextEncoder().encode(text).length > qrBytesLimit) return null;
  // The least redundancy: a screen has no dirt, and larger modules are read from further away.
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
