/** Writes a folder as a compressed tar archive. */
import { spawn } from 'node:child_process';
import { createWriteStream, statSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import { create } from 'tar';

/** `gz`: every tar opens it. `xz`: smaller, but needs xz both here and on the target. */
export const compressions = ['gz', 'xz'] as const;
export type Compression = (typeof compressions)[number];

/** For x86 code. The dictionary is as large as the archive's largest file. */
const xzFlags = ['--x86', '--lzma2=preset=9,dict=96MiB', '--stdout', '-'];

/**
 * Packs the folder `name` in `cwd` and resolves to the size of the archive in bytes. The same files
 * give the same archive.
 */
export async function writeArchive(
  { cwd, name, compression }: { readonly cwd: string; readonly name: string; readonly compression: Compression },
  file: string,
): Promise<number> {
  const tar = create({ cwd, portable: true, noMtime: true }, [name]);
  if (compression === 'gz') {
    await pipeline(tar, createGzip({ level: 9 }), createWriteStream(file));
  } else {
    const xz = spawn('xz', xzFlags, { stdio: ['pipe', 'pipe', 'inherit'] });
    const ended = new Promise<void>((resolve, reject) => {
      xz.on('error', ({ message }) => reject(new Error(`xz could not be started: ${message}`)));
      xz.on('close', (code) => (code === 0 ? resolve() : reject(new Error(`xz ended with ${code}`))));
    });
    await Promise.all([pipeline(tar, xz.stdin), pipeline(xz.stdout, createWriteStream(file)), ended]);
  }
  return statSync(file).size;
}
