/**
 * Types that only workers have, and that TypeScript's DOM types therefore lack
 * (https://fs.spec.whatwg.org/#api-filesystemsyncaccesshandle).
 */

interface FileSystemSyncAccessHandle {
  /** Returns the number of bytes written, which is less than given if the quota is reached. */
  write(bytes: Uint8Array<ArrayBuffer>, options: { at: number }): number;
  truncate(size: number): void;
  flush(): void;
  close(): void;
}

interface FileSystemFileHandle {
  createSyncAccessHandle(): Promise<FileSystemSyncAccessHandle>;
}
