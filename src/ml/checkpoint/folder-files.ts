/** A folder in memory, with reading of required files and of JSON. */
import { PlaygroundError } from '../errors.ts';
import type { Reason } from '../reasons.ts';

/** Paths inside a folder, with `/`, and the bytes of the files. */
export type Folder = ReadonlyMap<string, Uint8Array<ArrayBuffer>>;

/** For configurations, indices and training states; a longer file is not parsed. */
const maxJsonBytes = 4 * 1024 * 1024;

export function fileOf(folder: Folder, file: string): Uint8Array<ArrayBuffer> {
  const bytes = folder.get(file);
  if (!bytes) throw new PlaygroundError('checkpoint-file-missing', { file });
  requireNoStandIn(file, bytes);
  return bytes;
}

/**
 * Throws if the file holds a common substitute for its content: a Git LFS pointer, or a web page of
 * the host.
 */
export function requireNoStandIn(file: string, bytes: Uint8Array): void {
  const start = new TextDecoder('latin1').decode(bytes.subarray(0, 100)).trimStart().toLowerCase();
  if (start.startsWith('version https://git-lfs')) throw new PlaygroundError('checkpoint-lfs-pointer', { file });
  if (/^<(!doctype html|html)/.test(start)) throw new PlaygroundError('checkpoint-web-page', { file });
}

export function readJson(folder: Folder, file: string, parse: (text: string) => unknown = JSON.parse): unknown {
  const bytes = fileOf(folder, file);
  if (bytes.length > maxJsonBytes) {
    const reason: Reason = { code: 'bytes-beyond', bytes: bytes.length, most: maxJsonBytes };
    throw new PlaygroundError('checkpoint-invalid', { file, reason });
  }
  try {
    return parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new PlaygroundError('checkpoint-invalid', { file, reason: { code: 'not-json' } }, { cause });
  }
}

export function toJson(value: unknown): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(`${JSON.stringify(value, null, 2)}\n`);
}
