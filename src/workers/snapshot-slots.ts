/**
 * A run's two slots, written in turn. Each carries a sequence number and a digest of itself, so that which one is newest, and whether it was
 * written to its end, is decided by content: a crash in the middle of a write costs the newer snapshot, never the older one.
 */
import type { StoredSnapshot } from '../engine/host.ts';
import type { AutosaveInfo } from './protocol.ts';

export type SlotName = 'a' | 'b';

/** Somewhere to keep two byte strings. */
export interface SlotFiles {
  /** Null where nothing was written. */
  read(slot: SlotName): Promise<Uint8Array<ArrayBuffer> | null>;
  /** Replaces the slot's content; may be cut short at any byte. */
  write(slot: SlotName, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The snapshots of one run. */
export interface SnapshotSlots {
  save(info: AutosaveInfo, zip: Uint8Array): Promise<void>;
  /** The newest that can be read. */
  load(): Promise<StoredSnapshot | null>;
}

interface Slot extends StoredSnapshot {
  readonly name: SlotName;
  readonly sequence: number;
}

/** "DPsnap" and the version of this layout. */
const magic = Uint8Array.of(0x44, 0x50, 0x73, 0x6e, 0x61, 0x70, 0, 1);
/** magic, sequence (f64), length of info (u32), length of zip (u32), then info and zip, then SHA-256 of all before. */
const headBytes = magic.length + 16;
const digestBytes = 32;

export function snapshotSlots(files: SlotFiles): SnapshotSlots {
  async function newest(): Promise<Slot | null> {
    // Each for itself: what keeps one slot from being read must not cost the other.
    const read = await Promise.allSettled([readSlot('a'), readSlot('b')]);
    const slots = read.flatMap((slot) => (slot.status === 'fulfilled' && slot.value ? [slot.value] : []));
    const failed = read.find((slot) => slot.status === 'rejected');
    if (slots.length === 0 && failed) throw failed.reason;
    return slots.reduce<Slot | null>((best, slot) => (!best || slot.sequence > best.sequence ? slot : best), null);
  }
  async function readSlot(name: SlotName): Promise<Slot | null> {
    const bytes = await files.read(name);
    const parsed = bytes && (await unseal(bytes));
    return parsed && { name, ...parsed };
  }
  return {
    async save(info, zip) {
      const last = await newest().catch(() => null); // with nothing to keep, either slot will do
      const bytes = await seal((last?.sequence ?? 0) + 1, info, zip);
      await files.write(last?.name === 'a' ? 'b' : 'a', bytes);
    },
    load: newest,
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

/** Null where the bytes are not a slot written to its end. */
async function unseal(bytes: Uint8Array<ArrayBuffer>): Promise<Omit<Slot, 'name'> | null> {
  if (bytes.length < headBytes + digestBytes || magic.some((byte, i) => bytes[i] !== byte)) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const infoEnd = headBytes + view.getUint32(16);
  const body = infoEnd + view.getUint32(20);
  if (body + digestBytes !== bytes.length) return null;
  const expected = await digest(bytes.subarray(0, body));
  if (expected.some((byte, i) => bytes[body + i] !== byte)) return null;
  const info: unknown = JSON.parse(new TextDecoder().decode(bytes.subarray(headBytes, infoEnd)));
  return { sequence: view.getFloat64(8), info, zip: bytes.slice(infoEnd, body) };
}

async function digest(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
}
