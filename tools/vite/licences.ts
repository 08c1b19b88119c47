/**
 * Writes the licences of everything that a build ships as one text file beside the page. Its first
 * part is THIRD-PARTY.md (pictures, models, font); the second part lists the npm packages whose
 * modules or files really are in the build, with the texts of their licences. The build fails for a
 * package whose licence is not in `allowed`. Vite's own `build.license` lists the page's scripts
 * only: it omits those of workers, with tfjs, and the font.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { Plugin, Rolldown } from 'vite';
import { z } from 'zod';
import { textFile } from './text-file.ts';

/** SPDX identifiers of licences that allow this project to pass a package on under its own. */
const allowed = ['MIT', 'Apache-2.0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', '0BSD', 'OFL-1.1'];

const project = join(import.meta.dirname, '../..');

const packageJson = z.object({ name: z.string(), version: z.string(), license: z.string().default('none') });

interface LicencedPackage {
  readonly name: string;
  readonly version: string;
  /** One of `allowed`. */
  readonly licence: string;
  readonly text: string;
}

/**
 * Two plugins that share what they collect: Vite bundles workers by themselves, before it writes
 * the page.
 */
export function licences(fileName: (mode: string) => string): { readonly page: Plugin; readonly worker: Plugin } {
  const folders = new Set([project]);
  let [root, mode] = [project, ''];
  const collect = (bundle: Rolldown.OutputBundle): void => {
    for (const output of Object.values(bundle)) {
      const sources = output.type === 'chunk' ? output.moduleIds : output.originalFileNames;
      for (const source of sources) {
        const folder = packageFolder(resolve(root, source));
        if (folder !== null) folders.add(folder);
      }
    }
  };
  return {
    worker: {
      name: 'licences-of-workers',
      apply: 'build',
      generateBundle: (_options, bundle) => collect(bundle),
    },
    page: {
      name: 'licences',
      apply: 'build',
      configResolved: (config) => {
        ({ root, mode } = config);
      },
      generateBundle(_options, bundle) {
        collect(bundle);
        this.emitFile(textFile(fileName(mode), document([...folders].map(readPackage))));
      },
    },
  };
}

/** The folder of the package that has this module; null for modules of this project. */
export function packageFolder(moduleId: string): string | null {
  return /^(.*\/node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(moduleId)?.[1] ?? null;
}

/** Throws if the licence is not allowed, or if its text is not found. */
export function readPackage(folder: string): LicencedPackage {
  const { name, version, license } = packageJson.parse(JSON.parse(readText(folder, 'package.json')));
  const licence = chooseLicence(license);
  if (licence === null) {
    throw new Error(`${name}: its licence, ${license}, is not in the list of tools/vite/licences.ts`);
  }
  const text = licenceText(folder, licence);
  if (text === null) throw new Error(`${name}: the text of its licence, ${licence}, was not found`);
  return { name, version, licence, text };
}

/** Chooses from an SPDX expression: a single licence, or the first allowed one of alternatives. */
export function chooseLicence(expression: string): string | null {
  const alternatives = expression.replace(/^\((.*)\)$/, '$1').split(' OR ');
  return alternatives.find((licence) => allowed.includes(licence)) ?? null;
}

/**
 * Packages without a file: tfjs names Apache-2.0 in package.json only; others have the text at the
 * end of README.md.
 */
function licenceText(folder: string, licence: string): string | null {
  const files = readdirSync(folder).filter((file) => /^licen[cs]e/i.test(file));
  const file = files.find((name) => name.endsWith(`-${licence}`)) ?? files[0];
  if (file !== undefined) return readText(folder, file);
  if (licence === 'Apache-2.0') return readText(project, 'LICENSE');
  const [, text] = /^#* *licen[cs]e[^\n]*\n[-=]*\n+(.*)$/ims.exec(readText(folder, 'README.md')) ?? [];
  return text ?? null;
}

const readText = (folder: string, file: string): string =>
  readFileSync(join(folder, file), 'utf8').replaceAll('\r\n', '\n').trim();

/** Packages with the same text share one entry. */
function document(packages: readonly LicencedPackage[]): string {
  const namesOf = new Map<string, string[]>();
  for (const { name, version, licence, text } of packages) {
    namesOf.set(text, [...(namesOf.get(text) ?? []), `${name} ${version} (${licence})`]);
  }
  const sections = [...namesOf].map(([text, names]) => `${names.sort().join('\n')}\n\n${text}`);
  const ruler = `\n\n${'-'.repeat(80)}\n\n`;
  const others = readText(project, 'THIRD-PARTY.md');
  return `${[others, ...sections.sort()].join(ruler)}\n`;
}
