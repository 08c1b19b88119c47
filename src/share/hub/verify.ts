/** Verifies bytes against the hash that the hub has announced. */
import { PlaygroundError } from '../../ml/errors.ts';
import type { Reason } from '../../ml/reasons.ts';
import type { RepositoryFile } from './repository.ts';

/**
 * Throws `hub-damaged`, `checkpoint-lfs-pointer`, or `hub-not-secure` if the browser offers no
 * hashes because the page came over plain http.
 */
export async function verify({ path, bytes: size, hash }: RepositoryFile, bytes: Uint8Array<ArrayBuffer>) {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 30));
  if (hash.kind === 'sha256' && start.startsWith('version https://git-lfs')) {
    throw new PlaygroundError('checkpoint-lfs-pointer', { file: path });
  }
  if (bytes.length !== size) {
    const reason: Reason = { code: 'bytes-unlike-hub', bytes: bytes.length, announced: size };
    throw new PlaygroundError('hub-damaged', { file: path, reason });
  }
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (subtle === undefined) throw new PlaygroundError('hub-not-secure');
  const digest =
    hash.kind === 'sha256' ? await subtle.digest('SHA-256', bytes) : await subtle.digest('SHA-1', blobOf(bytes));
  const hex = Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (hex === hash.hex) return;
  const reason: Reason = { code: hash.kind === 'sha256' ? 'sha256-unlike-hub' : 'git-hash-unlike-hub' };
  throw new PlaygroundError('hub-damaged', { file: path, reason });
}

/** The input of git's hash. The file is small, so a copy costs nothing. */
function blobOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const header = new TextEncoder().encode(`blob ${bytes.length}\0`);
  const blob = new Uint8Array(header.length + bytes.length);
  blob.set(header);
  blob.set(bytes, header.length);
  return blob;
}
