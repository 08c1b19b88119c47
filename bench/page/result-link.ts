/**
 * A result in a link's fragment: `#result=` followed by JSON, deflated and in base64 for URLs.
 * About a kilobyte.
 */
import { type Result, resultSchema } from './result.ts';

const key = 'result=';

/**
 * Also accepts what chat programs make of the link: `?` or `%23` instead of `#`, an escaped `=`,
 * capital letters in the key, punctuation at the end.
 */
const written = /^(?:[#?]|%23)*result(?:=|%3D)([\w-]*)/i;

/**
 * Largest sizes that are read: characters of the fragment, and bytes of JSON, because a short text
 * may inflate to any size.
 */
const limits = { fragment: 16_384, json: 65_536 };

/**
 * `none`: the fragment has no result. `unreadable`: the result is damaged or from a later version
 * of this page.
 */
export type DecodedResult =
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable' }
  | { readonly kind: 'result'; readonly result: Result };

export async function encodeResult(result: Result): Promise<string> {
  const json = new TextEncoder().encode(JSON.stringify(result));
  const packed = await collect(through(json, new CompressionStream('deflate-raw')), limits.fragment);
  return `#${key}${toBase64Url(packed)}`;
}

/** Never throws, whatever `hash` is. */
export async function decodeResult(hash: string): Promise<DecodedResult> {
  const packedText = written.exec(hash)?.[1];
  if (packedText === undefined) return { kind: 'none' };
  if (hash.length > limits.fragment) return { kind: 'unreadable' };
  try {
    const packed = fromBase64Url(packedText);
    const json = await collect(through(packed, new DecompressionStream('deflate-raw')), limits.json);
    const parsed = resultSchema.safeParse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json)));
    return parsed.success ? { kind: 'result', result: parsed.data } : { kind: 'unreadable' };
  } catch {
    // Whether base64, deflate, UTF-8 or JSON failed makes no difference to the visitor.
    return { kind: 'unreadable' };
  }
}

function through(
  bytes: Uint8Array<ArrayBuffer>,
  transform: CompressionStream | DecompressionStream,
): ReadableStream<Uint8Array<ArrayBuffer>> {
  return new Blob([bytes]).stream().pipeThrough(transform);
}

/** Throws as soon as more than `limit` bytes have arrived. */
async function collect(
  stream: ReadableStream<Uint8Array<ArrayBuffer>>,
  limit: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  let length = 0;
  const reader = stream.getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    length += value.length;
    if (length > limit) {
      await reader.cancel();
      throw new Error(`more than ${limit} bytes`);
    }
    chunks.push(value);
  }
  return new Uint8Array(await new Blob(chunks).arrayBuffer());
}

function toBase64Url(bytes: Uint8Array): string {
  const text = btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
  return text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');
}

function fromBase64Url(text: string): Uint8Array<ArrayBuffer> {
  const binary = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
  return Uint8Array.from(binary, (char) => char.charCodeAt(0));
}
