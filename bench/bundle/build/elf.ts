/**
 * What a 64-bit Linux program or library requires of the machine it runs on, read from its ELF
 * file.
 */

export interface Needs {
  /** Libraries that the linker must find. */
  readonly libraries: readonly string[];
  /**
   * The newest version required of each symbol family, without the family's name: `GLIBC` maps to
   * `2.34`.
   */
  readonly versions: ReadonlyMap<string, string>;
}

/** Section types. */
const [dynamicSection, versionNeedSection] = [6, 0x6ffffffe];
/** Tag of a dynamic entry that names a library. */
const neededTag = 1n;

interface Section {
  readonly type: number;
  readonly offset: number;
  readonly size: number;
  /** The index of the section that holds its strings. */
  readonly link: number;
}

/** Throws unless the file is a little-endian 64-bit ELF file. */
export function needsOf(bytes: Uint8Array): Needs {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isElf = bytes.length > 64 && view.getUint32(0) === 0x7f454c46 && bytes[4] === 2 && bytes[5] === 1;
  if (!isElf) throw new Error('not a little-endian 64-bit ELF file');
  const sections = sectionsOf(view);

  const textAt = (section: Section, offset: number): string => {
    const start = (sections[section.link]?.offset ?? 0) + offset;
    return new TextDecoder().decode(bytes.subarray(start, bytes.indexOf(0, start)));
  };
  const libraries: string[] = [];
  const versions = new Map<string, string>();
  for (const section of sections) {
    if (section.type === dynamicSection) {
      for (let at = section.offset; at < section.offset + section.size; at += 16)
        if (view.getBigInt64(at, true) === neededTag)
          libraries.push(textAt(section, Number(view.getBigUint64(at + 8, true))));
    }
    if (section.type === versionNeedSection)
      for (const offset of versionNames(view, section.offset)) keepNewest(versions, textAt(section, offset));
  }
  return { libraries, versions };
}

function sectionsOf(view: DataView): Section[] {
  const [start, size, count] = [
    Number(view.getBigUint64(40, true)),
    view.getUint16(58, true),
    view.getUint16(60, true),
  ];
  return Array.from({ length: count }, (_, i) => {
    const at = start + i * size;
    return {
      type: view.getUint32(at + 4, true),
      offset: Number(view.getBigUint64(at + 24, true)),
      size: Number(view.getBigUint64(at + 32, true)),
      link: view.getUint32(at + 40, true),
    };
  });
}

/**
 * Yields where in the string table each version's name begins. The section is two levels of linked
 * lists: the libraries, and the versions of each.
 */
function* versionNames(view: DataView, start: number): Generator<number> {
  let library = start;
  for (;;) {
    let version = library + view.getUint32(library + 8, true);
    for (let i = view.getUint16(library + 2, true); i > 0; i--) {
      yield view.getUint32(version + 8, true);
      version += view.getUint32(version + 12, true);
    }
    const next = view.getUint32(library + 12, true);
    if (next === 0) return;
    library += next;
  }
}

/** For `GLIBC_2.34` and the like; names without a number, such as `GLIBC_PRIVATE`, are ignored. */
function keepNewest(versions: Map<string, string>, name: string): void {
  const [, family, version] = /^([A-Z]+)_(\d[\d.]*)$/.exec(name) ?? [];
  if (family === undefined || version === undefined) return;
  const known = versions.get(family);
  if (known === undefined || isNewer(version, known)) versions.set(family, version);
}

/** Compares number by number: 3.4.30 is newer than 3.4.9. */
export function isNewer(version: string, other: string): boolean {
  const [own, others] = [version.split('.').map(Number), other.split('.').map(Number)];
  for (let i = 0; i < Math.max(own.length, others.length); i++) {
    const difference = (own[i] ?? 0) - (others[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return false;
}
