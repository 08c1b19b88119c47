/** 64 bits that tell bytes apart. Like FNV-1a, two of it side by side, over words. */
export function fingerprintOf({ buffer, byteOffset, byteLength }: ArrayBufferView): string {
  let low = 0x811c9dc5;
  let high = 0x9747b28c;
  const add = (value: number): void => {
    low = Math.imul(low ^ value, 0x01000193);
    const mixed = Math.imul(high ^ value, 0x85ebca6b);
    high = mixed ^ (mixed >>> 15);
  };
  add(byteLength);
  // Words where there are whole ones; a view may begin and end between them.
  const words = byteOffset % 4 === 0 ? Math.floor(byteLength / 4) : 0;
  if (words > 0) for (const word of new Int32Array(buffer, byteOffset, words)) add(word);
  for (const byte of new Uint8Array(buffer, byteOffset + 4 * words, byteLength - 4 * words)) add(byte);
  return `${(high >>> 0).toString(16)}-${(low >>> 0).toString(16)}`;
}
