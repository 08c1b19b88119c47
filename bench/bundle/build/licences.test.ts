import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { nativePackages } from './compile.ts';
import { findLibraries, libraryGroups } from './libraries.ts';
import { debianLicence, missingTexts } from './licences.ts';
import { withDependencies } from './packages.ts';

const modules = join(import.meta.dirname, '..', '..', '..', 'node_modules');
/** Debian's list of a package's files. */
const listsOf = (name: string) =>
  [`${name}:amd64.list`, `${name}.list`].map((file) => join('/var/lib/dpkg/info', file));

test.runIf(existsSync('/var/lib/dpkg/info'))('every bundled library on this machine has its licence', () => {
  for (const { packageOf } of libraryGroups)
    for (const library of findLibraries(Object.keys(packageOf)).keys()) {
      const name = packageOf[library] ?? '';
      const list = listsOf(name).find(existsSync);
      expect(list, `${name} is installed`).toBeDefined();
      expect(readFileSync(list ?? '', 'utf8')).toContain(`/${library}\n`);
      expect(debianLicence(name)).toContain(name);
    }
});

test('a Debian package without a licence makes the build fail', () => {
  expect(() => debianLicence('no-such-package')).toThrow("the licence of Debian's no-such-package was not found");
});

test("every package with native parts contains its licence's text, or the text is known here", () => {
  const packages = withDependencies(nativePackages, modules);
  expect(packages).toContain('debug');
  for (const name of packages) expect(() => missingTexts(join(modules, name))).not.toThrow();
});

test('a package with an unknown licence and no text makes the build fail', () => {
  const folder = mkdtempSync(join(tmpdir(), 'licence-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'package.json'), '{ "license": "MIT" }');
  expect(() => missingTexts(folder)).toThrow('MIT, was not found');
  writeFileSync(join(folder, 'LICENSE'), 'The MIT License');
  expect(missingTexts(folder)).toEqual([]);
});
