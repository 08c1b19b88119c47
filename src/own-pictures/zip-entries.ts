/**
 * Reads the files in a .zip one at a time. Photographs may take gigabytes, so only the directory at
 * the end is read, and then the requested files (PKWARE's APPNOTE 6.3.10, sections 4.3.7, 4.3.12
 * and 4.3.16). The input is not trusted: nothing is inflated beyond the size that the directory
 * declares.
 */
import { inflateSync } from 'fflate';
import { PlaygroundError } from '../ml/errors.ts';
import type { Reason } from '../ml/reasons.ts';

export interface ZipEntry {
  /** With slashes. */
  readonly path: string;
  /** The declared size after unpacking. */
  readonly size: number;
  /** Throws if it cannot be unpacked to exactly that size. */
  read(): Promise<Uint8Array<ArrayBuffer>>;
}

const endSignature = 0x06054b50;
const entrySignature = 0x02014b50;
const localSignature = 0x04034b50;
const endBytes = 22;
const entryBytes = 46;
const localBytes = 30;
/** The end record with the longest possible comment. */
const mostTail = endBytes + 0xffff;
/** In bytes: 65,534 entries with long names. */
const mostDirectory = 64_000_000;

/**
 * Files, without folders, in the directory's order. Throws `own-zip` if there is no readable
 * directory.
 */
export async function zipEntries(zip: Blob, name: string): Promise<readonly ZipEntry[]> {
  const cannot = (reason: Reason) => new PlaygroundError('own-zip', { name, reason });
  const tailStart = Math.max(0, zip.size - mostTail);
  const tail = await viewOf(zip.slice(tailStart));
  const end = endRecord(tail);
  if (end === null) throw cannot({ code: 'no-zip' });
  const count = tail.getUint16(end + 10, true);
  const length = tail.getUint32(end + 12, true);
  const start = tail.getUint32(end + 16, true);
  if (count === 0xffff || length === 0xffffffff || start === 0xffffffff) {
    throw cannot({ code: 'zip-too-large' });
  }
  if (length > mostDirectory || start + length > tailStart + end) throw cannot({ code: 'zip-cut-short' });
  const directory = await viewOf(zip.slice(start, start + length));
  return readDirectory(directory, count, zip, cannot);
}

function readDirectory(
  directory: DataView,
  count: number,
  zip: Blob,
  cannot: (reason: Reason) => PlaygroundError,
): readonly ZipEntry[] {
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + entryBytes > directory.byteLength || directory.getUint32(at, true) !== entrySignature) {
      throw cannot({ code: 'zip-list-damaged' });
    }
    const field = (offset: number) => directory.getUint16(at + offset, true);
    const [nameLength, extraLength, commentLength] = [field(28), field(30), field(32)];
    const next = at + entryBytes + nameLength + extraLength + commentLength;
    if (next > directory.byteLength) throw cannot({ code: 'zip-list-damaged' });
    const path = pathOf(new Uint8Array(directory.buffer, directory.byteOffset + at + entryBytes, nameLength));
    const stored: Stored = {
      encrypted: (field(8) & 1) !== 0,
      method: field(10),
      packed: directory.getUint32(at + 20, true),
      size: directory.getUint32(at + 24, true),
      at: directory.getUint32(at + 42, true),
    };
    if (!path.endsWith('/')) entries.push({ path, size: stored.size, read: () => unpack(zip, stored) });
    at = next;
  }
  return entries;
}

interface Stored {
  readonly encrypted: boolean;
  /** 0: stored. 8: deflated. */
  readonly method: number;
  readonly packed: number;
  readonly size: number;
  /** The offset of its local header. */
  readonly at: number;
}

async function unpack(zip: Blob, { encrypted, method, packed, size, at }: Stored): Promise<Uint8Array<ArrayBuffer>> {
  if (encrypted) throw new Error('encrypted');
  const local = await viewOf(zip.slice(at, at + localBytes));
  if (local.byteLength < localBytes || local.getUint32(0, true) !== localSignature) throw new Error('no local header');
  const start = at + localBytes + local.getUint16(26, true) + local.getUint16(28, true);
  const bytes = new Uint8Array(await zip.slice(start, start + packed).arrayBuffer());
  if (bytes.length !== packed) throw new Error('cut short');
  if (method !== 0 && method !== 8) throw new Error(`packed by method ${method}`);
  // An `out` of the declared size is never grown.
  const unpacked = method === 0 ? bytes : inflateSync(bytes, { out: new Uint8Array(size) });
  if (unpacked.length !== size) throw new Error('another size than declared');
  return unpacked;
}

/** The last end record that is followed by a comment of the declared length. */
function endRecord(tail: DataView): number | null {
  for (let at = tail.byteLength - endBytes; at >= 0; at--) {
    if (tail.getUint32(at, true) !== endSignature) continue;
    if (at + endBytes + tail.getUint16(at + 20, true) === tail.byteLength) return at;
  }
  return null;
}

/** UTF-8, which every current program writes; older ones used the code page of their system. */
function pathOf(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).replaceAll('\\', '/');
  } catch {
    return new TextDecoder('latin1').decode(bytes).replaceAll('\\', '/');
  }
}

async function viewOf(blob: Blob): Promise<DataView> {
  return new DataView(await blob.arrayBuffer());
}
