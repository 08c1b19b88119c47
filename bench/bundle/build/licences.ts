/** The licences of what the archive carries. It is not made where the text of one is missing. */
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { z } from 'zod';
import { ArgumentError } from '../../../cli/arguments.ts';
import { licencesFile } from './compile.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** Debian's texts that many packages share. */
const commonLicences = '/usr/share/common-licenses';

/** For packages that name their licence without its text. */
const texts: Readonly<Record<string, readonly string[]>> = {
  'Apache-2.0': [join(root, 'LICENSE')],
  // It adds permissions to the GPL. Its libraries, and the licences of each, are in the package's
  // README.
  'LGPL-3.0-or-later': [join(commonLicences, 'LGPL-3'), join(commonLicences, 'GPL-3')],
};

export interface Carried {
  /**
   * The folder of the compiled programs, with packages that are not compiled in its `node_modules`.
   */
  readonly app: string;
  /** Of those packages. */
  readonly packages: Iterable<string>;
  /** The program, where it was found. */
  readonly node: string;
  readonly debianPackages: Iterable<string>;
}

/** Into a new folder; the texts of npm's packages with native parts into those packages. */
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

/** The texts that a package names and lacks; none if it has its own. */
export function missingTexts(folder: string): readonly string[] {
  if (readdirSync(folder).some((name) => /^licen[cs]e/i.test(name))) return [];
  const { license } = packageJson.parse(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
  return texts[license] ?? notFound(`of ${folder}, ${license},`);
}

/** Of a Debian package that is installed. */
export function debianLicence(name: string): string {
  const file = `/usr/share/doc/${name}/copyright`;
  return existsSync(file) ? file : notFound(`of Debian's ${name}`);
}

/** Where nodejs.org's archives have it, or a distribution. */
function nodeLicence(node: string): string {
  const prefix = join(dirname(node), '..');
  const files = ['LICENSE', 'share/doc/nodejs/LICENSE', 'share/doc/nodejs/copyright'].map((file) => join(prefix, file));
  return files.find(existsSync) ?? notFound(`of ${node}`);
}

function notFound(what: string): never {
  throw new ArgumentError(`The archive cannot be made: the licence ${what} was not found.`);
}
