/**
 * Vitest compares typed arrays number by number, as objects, which takes seconds for the weights of
 * a network. This treats arrays of one type with the same bytes as equal.
 */
import { expect } from 'vitest';

function bytesOf(value: unknown): Uint8Array | null {
  return ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : null;
}

expect.addEqualityTesters([
  (a, b) => {
    const [one, other] = [bytesOf(a), bytesOf(b)];
    if (!one || !other || Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return undefined;
    // Undefined: vitest decides by numbers (0 equals -0 for some matchers), and reports the
    // differences.
    return Buffer.compare(one, other) === 0 ? true : undefined;
  },
]);
