/**
 * A run's two slots, written in turn. Each begins with a head that says what is in it, and ends
 * with a digest. The head is written last, when all that it announces is on disk: a slot whose head
 * fits its size was written to its end. So the heads alone tell which slot is newest and what it
 * holds, and a crash in the middle of a write costs the newer snapshot, never the older one. The
 * digest is checked when a snapshot is loaded.
 */
import type { StoredSnapshot } from '../engine/host.ts';
import type { AutosaveInfo } from './protocol.ts';

export type SlotName = 'a' | 'b';
export const slotNames: readonly SlotName[] = ['a', 'b'];

/** Somewhere to keep two byte strings. */
export interface SlotFiles {
  /** Null where nothing was written. Only what is asked of the Blob is read. */
  read(slot: SlotName): Promise<Blob | null>;
  /**
   * Replaces the slot's content; may be cut short anywhere. The first `headBytes` go last, once the
   * others are on disk.
   */
  write(slot: SlotName, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The snapshots of one run. */
export interface SnapshotSlots {
  /** Reads no more than the heads. */
  save(info: AutosaveInfo, zip: Uint8Array): Promise<void>;
  /** What the newest says of itself; null where there is none. Reads no snapshot. */
  newest(): Promise<{ readonly info: unknown } | null>;
  /** The newest that is intact. */
  load(): Promise<StoredSnapshot | null>;
}

interface Slot {
  readonly name: SlotName;
  readonly sequence: number;
  readonly file: Blob;
  readonly infoEnd: number;
}

/** "DPsnap" and the version of this layout. */
const magic = Uint8Array.of(0x44, 0x50, 0x73, 0x6e, 0x61, 0x70, 0, 1);
/**
 * The head: magic, sequence (f64), length of info (u32), length of zip (u32). Then info and zip,
 * then SHA-256 of all before.
 */
export const headBytes = magic.length + 16;
const digestBytes = 32;

export function snapshotSlots(files: SlotFiles): SnapshotSlots {
  /** Those that were written to their end, newest first. */
  async function written(): Promise<Slot[]> {
    // Each for itself: what keeps one slot from being read must not cost the other.
    const read = await Promise.allSettled(slotNames.map(readHead));
    const slots = read.flatMap((slot) => (slot.status === 'fulfilled' && slot.value ? [slot.value] : []));
    const failed = read.find((slot) => slot.status === 'rejected');
    if (slots.length === 0 && failed) throw failed.reason;
    return slots.toSorted((a, b) => b.sequence - a.sequence);
  }
  async function readHead(name: SlotName): Promise<Slot | null> {
    const file = await files.read(name);
    const head = file && parseHead(await bytesOf(file.slice(0, headBytes)), file.size);
    return head && { name, file, ...head };
  }
  return {
    async save(info, zip) {
      const [last] = await written().catch(() => []); // with nothing to keep, either slot will do
      const bytes = await seal((last?.sequence ?? 0) + 1, info, zip);
      await files.write(last?.name === 'a' ? 'b' : 'a', bytes);
    },
    async newest() {
      const [slot] = await written();
      return slot ? { info: parseInfo(await bytesOf(slot.file.slice(headBytes, slot.infoEnd))) } : null;
    },
    async load() {
      let failure: { readonly reason: unknown } | null = null;
      for (const { file, infoEnd } of await written()) {
        try {
          const snapshot = await unseal(await bytesOf(file), infoEnd);
          if (snapshot) return snapshot;
        } catch (reason) {
          failure ??= { reason };
        }
      }
      if (failure) throw failure.reason;
      return null;
    },
  };
}

async function seal(sequence: number, info: unknown, zip: Uint8Array): Promise<Uint8Array<ArrayBuffer>> {
  const infoBytes = new TextEncoder().encode(JSON.stringify(info));
  const body = headBytes + infoBytes.length + zip.length;
  const bytes = new Uint8Array(body + digestBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(magic);
  view.setFloat64(8, sequence);
  view.setUint32(16, infoBytes.length);
  view.setUint32(20, zip.length);
  bytes.set(infoBytes, headBytes);
  bytes.set(zip, headBytes + infoBytes.length);
  bytes.set(await digest(bytes.subarray(0, body)), body);
  return bytes;
}

/** Null where the slot was not written to its end. */
function parseHead(head: Uint8Array, size: number): Pick<Slot, 'sequence' | 'infoEnd'> | null {
  if (head.length < headBytes || magic.some((byte, i) => head[i] !== byte)) return null;
  const view = new DataView(head.buffer, head.byteOffset);
  const infoEnd = headBytes + view.getUint32(16);
  return infoEnd + view.getUint32(20) + digestBytes === size ? { sequence: view.getFloat64(8), infoEnd } : null;
}

/** Null where the bytes are not those that were written. */
async function unseal(bytes: Uint8Array<ArrayBuffer>, infoEnd: number): Promise<StoredSnapshot | null> {
  const body = bytes.length - digestBytes;
  const expected = await digest(bytes.subarray(0, body));
  if (expected.some((byte, i) => bytes[body + i] !== byte)) return null;
  return { info: parseInfo(bytes.subarray(headBytes, infoEnd)), zip: bytes.slice(infoEnd, body) };
}

/** Null where it is no JSON. */
function parseInfo(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null; // no snapshot of ours, which is what the caller's schema says of null
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
