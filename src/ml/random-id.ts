/**
 * 64 random bits as hexadecimal. Not for the numbers of a run, which come from its seed.
 * (`crypto.randomUUID` is missing outside secure contexts.)
 */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(8));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
