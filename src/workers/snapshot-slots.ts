/**
 * A run has two slots, written in turn. A slot begins with a head that describes its content and
 * ends with a digest. The head is written last, when everything else is on disk, so a slot whose
 * head matches its size is complete. The heads alone therefore tell which slot is newest and what
 * it holds. A crash in the middle of a write loses the newer snapshot, never the older one. The
 * digest is checked when a snapshot is loaded.
 */
import type { StoredSnapshot } from '../engine/host.ts';
import type { AutosaveInfo } from './protocol.ts';

export type SlotName = 'a' | 'b';
export const slotNames: readonly SlotName[] = ['a', 'b'];

/** A place for two byte strings. */
export interface SlotFiles {
  /**
   * Null if nothing was written. Reads from the disk only the parts of the Blob that the caller
   * reads.
   */
  read(slot: SlotName): Promise<Blob | null>;
  /**
   * Replaces the slot's content; may be interrupted at any point. The first `headBytes` are written
   * last, once the rest is on disk.
   */
  write(slot: SlotName, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The snapshots of one run. */
export interface SnapshotSlots {
  /** Reads only the heads. */
  save(info: AutosaveInfo, zip: Uint8Array): Promise<void>;
  /**
   * The description of the newest snapshot; null if there is none. Does not read the snapshot
   * itself.
   */
  newest(): Promise<{ readonly info: unknown } | null>;
  /** The newest snapshot that is intact. */
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
 * The head: magic, sequence (f64), length of info (u32), length of zip (u32). After it come info
 * and zip, and then the SHA-256 of everything before.
 */
export const headBytes = magic.length + 16;
const digestBytes = 32;

export function snapshotSlots(files: SlotFiles): SnapshotSlots {
  /** The complete slots, newest first. */
  async function written(): Promise<Slot[]> {
    // Read separately, so that an error in one slot does not lose the other.
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
      const [last] = await written().catch(() => []); // if there is nothing to keep, either slot will do
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

/** Null if the slot is incomplete. */
function parseHead(head: Uint8Array, size: number): Pick<Slot, 'sequence' | 'infoEnd'> | null {
  if (head.length < headBytes || magic.some((byte, i) => head[i] !== byte)) return null;
  const view = new DataView(head.buffer, head.byteOffset);
  const infoEnd = headBytes + view.getUint32(16);
  return infoEnd + view.getUint32(20) + digestBytes === size ? { sequence: view.getFloat64(8), infoEnd } : null;
}

/** Null if the bytes do not match the digest. */
async function unseal(bytes: Uint8Array<ArrayBuffer>, infoEnd: number): Promise<StoredSnapshot | null> {
  const body = bytes.length - digestBytes;
  const expected = await digest(bytes.subarray(0, body));
  if (expected.some((byte, i) => bytes[body + i] !== byte)) return null;
  return { info: parseInfo(bytes.subarray(headBytes, infoEnd)), zip: bytes.slice(infoEnd, body) };
}

/** Null if it is not JSON. */
function parseInfo(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return null; // not a snapshot of ours; the caller's schema refuses null as well
  }
}

async function bytesOf(blob: Blob): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await blob.arrayBuffer());
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
