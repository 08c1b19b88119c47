/**
 * Copies the licences of everything in the archive. Building fails if a licence's text is missing.
 */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { ArgumentError } from '../../../cli/arguments.ts';
import { licencesFile } from './compile.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** Licence texts that many Debian packages share. */
const commonLicences = '/usr/share/common-licenses';

/** Texts for packages that name a licence but do not contain its text. */
const texts: Readonly<Record<string, readonly string[]>> = {
  'Apache-2.0': [join(root, 'LICENSE')],
  // The LGPL adds permissions to the GPL, so both texts are needed. The package's README names its
  // libraries and their licences.
  'LGPL-3.0-or-later': [join(commonLicences, 'LGPL-3'), join(commonLicences, 'GPL-3')],
};

export interface Carried {
  /**
   * The folder of the compiled programs. Its `node_modules` holds the packages that are not
   * compiled.
   */
  readonly app: string;
  /** The names of the packages in that `node_modules`. */
  readonly packages: Iterable<string>;
  /** The path of the `node` program that is copied. */
  readonly node: string;
  readonly debianPackages: Iterable<string>;
}

/**
 * Writes into a new folder; the texts for npm packages with native parts go into those packages.
 */
export function copyLicences({ app, packages, node, debianPackages }: Carried, folder: string): void {
  mkdirSync(folder, { recursive: true });
  copyFileSync(join(root, 'LICENSE'), join(folder, 'diffusion-playground.txt'));
  renameSync(join(app, licencesFile), join(folder, 'data-and-npm-packages.txt'));
  copyFileSync(nodeLicence(node), join(folder, 'node.txt'));
  for (const name of packages) {
    const to = join(app, 'node_modules', name);
    for (const text of missingTexts(to)) copyFileSync(text, join(to, `LICENSE-${basename(text)}`));
  }
  for (const name of debianPackages) {
    const text = debianLicence(name);
    copyFileSync(text, join(folder, `${name}.txt`));
    for (const [path, common = ''] of readFileSync(text, 'utf8').matchAll(sharedText))
      copyFileSync(path, join(folder, `${common}.txt`));
  }
}

const sharedText = new RegExp(`${commonLicences}/([A-Z]+(?:-\\d+(?:\\.\\d+)?)?)`, 'gi');

const packageJson = z.object({ license: z.string() });

/**
 * The texts of the licence that a package names but does not contain; empty if it contains its own.
 */
export function missingTexts(folder: string): readonly string[] {
  if (readdirSync(folder).some((name) => /^licen[cs]e/i.test(name))) return [];
  const { license } = packageJson.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return texts[license] ?? notFound(`of ${folder}, ${license},`);
}

/** The licence of an installed Debian package. */
export function debianLicence(name: string): string {
  const file = `/usr/share/doc/${name}/copyright`;
  return existsSync(file) ? file : notFound(`of Debian's ${name}`);
}

/** Looks where nodejs.org's archives keep it, then where a distribution does. */
function nodeLicence(node: string): string {
  const prefix = join(dirname(node), '..');
  const files = ['LICENSE', 'share/doc/nodejs/LICENSE', 'share/doc/nodejs/copyright'].map((file) => join(prefix, file));
  return files.find(existsSync) ?? notFound(`of ${node}`);
}

function notFound(what: string): never {
  throw new ArgumentError(`The archive cannot be made: the licence ${what} was not found.`);
}
