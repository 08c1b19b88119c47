/** 64 bits that tell apart what two runs did: numbers, bytes and objects, in order. Like FNV-1a, two of it side by side, over words. */

let objects = 0;
const numbers = new WeakMap<object, number>();

export class Fingerprint {
  #low = 0x811c9dc5;
  #high = 0x9747b28c;

  number(value: number): void {
    this.#low = Math.imul(this.#low ^ value, 0x01000193);
    const mixed = Math.imul(this.#high ^ value, 0x85ebca6b);
    this.#high = mixed ^ (mixed >>> 15);
  }

  /** By identity. */
  object(value: object): void {
    let found = numbers.get(value);
    if (found === undefined) {
      found = ++objects;
      numbers.set(value, found);
    }
    this.number(found);
  }

  bytes({ buffer, byteOffset, byteLength }: ArrayBufferView): void {
    this.number(byteLength);
    // Words where there are whole ones; a view may begin and end between them.
    const words = byteOffset % 4 === 0 ? Math.floor(byteLength / 4) : 0;
    if (words > 0) for (const word of new Int32Array(buffer, byteOffset, words)) this.number(word);
    for (const byte of new Uint8Array(buffer, byteOffset + 4 * words, byteLength - 4 * words)) this.number(byte);
  }

  get value(): string {
    return `${(this.#high >>> 0).toString(16)}-${(this.#low >>> 0).toString(16)}`;
  }
}
