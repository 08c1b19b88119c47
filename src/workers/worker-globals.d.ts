/**
 * What only workers have, and TypeScript's DOM types therefore lack
 * (https://fs.spec.whatwg.org/#api-filesystemsyncaccesshandle).
 */

interface FileSystemSyncAccessHandle {
  /** Bytes written: fewer than given where the quota is reached. */
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

interface FileSystemFileHandle {
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
}
