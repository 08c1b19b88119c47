/** Files as a browser hands them over, with the folders that they lie in. */
import type { BroughtFile } from '../../store/index.ts';

/** Of a file input: of a folder each file knows its path. */
export function broughtFiles(files: readonly File[]): readonly BroughtFile[] {
  return files.map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** What was dropped or pasted, folders with all that is in them. Reads the event's items at once: they are gone when it is over. */
export function broughtBy({ items, files }: DataTransfer): Promise<readonly BroughtFile[]> {
  const found = [...items].flatMap((item) => {
    const entry = item.kind === 'file' ? item.webkitGetAsEntry() : null;
    return entry?.isDirectory ? [entry] : [];
  });
  // A folder is also among the files, as one that cannot be read.
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
  // It answers with some at a time, and with none at the end.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    inside.push(...some);
  }
  const files: BroughtFile[] = [];
  for (const one of inside) files.push(...(await filesIn(one)));
  return files;
}

// The interfaces have other names in some browsers.
const isFile = (entry: FileSystemEntry): entry is FileSystemFileEntry => entry.isFile;
const isFolder = (entry: FileSystemEntry): entry is FileSystemDirectoryEntry => entry.isDirectory;
