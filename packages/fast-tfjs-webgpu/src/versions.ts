/**
 * The versions of tfjs that this package was written for, because it uses what they declare
 * private.
 */
import manifest from '../package.json' with { type: 'json' };

export type Versions = Readonly<Record<keyof typeof manifest.peerDependencies, string>>;

/** Throws if a version differs; the error names the package, its version and the required one. */
export function requireVersions(found: Versions): void {
  for (const [name, wanted] of Object.entries(manifest.peerDependencies)) {
    const version = found[name as keyof Versions];
    if (version !== wanted) {
      throw new Error(`fast-tfjs-webgpu is written for ${name} ${wanted}, found ${version}: nothing was replaced`);
    }
  }
}
