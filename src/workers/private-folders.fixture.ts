/**
 * For tests: the origin private file system in memory, on a machine that can be stopped at any
 * operation, also in the middle of a write.
 */
import type { PrivateFile, PrivateFolder } from './private-folders.ts';

/** The files, and counts of operations and of bytes read. */
export class Disk {
  readonly root = new Folder(this);
  /**
   * After this many more changing operations the machine stops and every operation fails. If the
   * last one is a write, it is carried out only in part.
   */
  operationsLeft = Number.POSITIVE_INFINITY;
  operations = 0;
  bytesRead = 0;
  #time = 0;

  /** Counts an operation, and says whether it is completed. */
  spend(): 'done' | 'in part' {
    if (this.operationsLeft <= 0) throw new Error('killed');
    this.operationsLeft -= 1;
    this.operations += 1;
    return this.operationsLeft === 0 ? 'in part' : 'done';
  }

  now(): number {
    this.#time += 1;
    return this.#time;
  }
}

class Folder implements PrivateFolder {
  readonly #folders = new Map<string, Folder>();
  readonly #files = new Map<string, MemoryFile>();
  constructor(private readonly disk: Disk) {}

  async *keys() {
    yield* [...this.#folders.keys(), ...this.#files.keys()];
  }
  async getDirectoryHandle(name: string, options?: { create: boolean }) {
    return found(this.#folders, name, options?.create === true, this.disk, () => new Folder(this.disk));
  }
  async getFileHandle(name: string, options?: { create: boolean }) {
    return found(this.#files, name, options?.create === true, this.disk, () => new MemoryFile(this.disk));
  }
  async removeEntry(name: string) {
    this.disk.spend();
    if (!this.#folders.delete(name) && !this.#files.delete(name)) throw new DOMException('absent', 'NotFoundError');
  }
}

function found<T>(entries: Map<string, T>, name: string, create: boolean, disk: Disk, make: () => T): T {
  const known = entries.get(name);
  if (known) return known;
  if (!create) throw new DOMException('absent', 'NotFoundError');
  disk.spend();
  const made = make();
  entries.set(name, made);
  return made;
}

class MemoryFile implements PrivateFile {
  bytes = new Uint8Array();
  #modified = 0;
  constructor(private readonly disk: Disk) {}

  async getFile() {
    return new CountedFile(this.bytes, this.#modified, (count) => {
      this.disk.bytesRead += count;
    });
  }
  async createSyncAccessHandle() {
    return {
      truncate: (size: number) => {
        this.disk.spend();
        this.bytes = this.bytes.slice(0, size);
      },
      write: (bytes: Uint8Array, { at }: { at: number }) => {
        const count = this.disk.spend() === 'done' ? bytes.length : Math.floor(bytes.length / 2);
        const grown = new Uint8Array(Math.max(this.bytes.length, at + count));
        grown.set(this.bytes);
        grown.set(bytes.subarray(0, count), at);
        this.bytes = grown;
        this.#modified = this.disk.now();
        if (count < bytes.length) throw new Error('killed');
        return count;
      },
      flush: () => {
        this.disk.spend();
      },
      close: () => {},
    };
  }
}

class CountedFile extends File {
  constructor(
    private readonly content: Uint8Array<ArrayBuffer>,
    lastModified: number,
    private readonly onRead: (bytes: number) => void,
  ) {
    super([content], '', { lastModified });
  }
  override slice(start: number, end: number) {
    return new CountedFile(this.content.slice(start, end), this.lastModified, this.onRead);
  }
  override async arrayBuffer() {
    this.onRead(this.content.length);
    return this.content.slice().buffer;
  }
}
