/** Files as a browser hands them over, with the folders that contain them. */
import type { BroughtFile } from '../../store/index.ts';

/** Files of a file input. If a folder was chosen, each file knows its path. */
export function broughtFiles(files: readonly File[]): readonly BroughtFile[] {
  return files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/**
 * Dropped or pasted files, including all files in folders. Reads the event's items at once, because
 * they are gone after the event.
 */
export function broughtBy({ items, files }: DataTransfer): Promise<readonly BroughtFile[]> {
  const found = [...items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry?.isDirectory ? [entry] : [];
  });
  // A folder also appears among the files, as a file that cannot be read.
  const folders = new Set(found.map(({ name }) => name));
  const loose = [...files].filter(({ name }) => !folders.has(name));
  return Promise.all(found.map(filesIn)).then((inside) => [...inside.flat(), ...broughtFiles(loose)]);
}

async function filesIn(entry: FileSystemEntry): Promise<readonly BroughtFile[]> {
  if (isFile(entry)) {
    const file = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ path: entry.fullPath.replace(/^\//, ''), file }];
  }
  if (!isFolder(entry)) return [];
  const reader = entry.createReader();
  const inside: FileSystemEntry[] = [];
  // It returns a few entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    inside.push(...some);
  }
  const files: BroughtFile[] = [];
  for (const one of inside) files.push(...(await filesIn(one)));
  return files;
}

// In some browsers the interfaces have other names, so `instanceof` cannot be used.
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
