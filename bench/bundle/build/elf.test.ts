import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { isNewer, needsOf } from './elf.ts';

test('compares versions number by number', () => {
  expect(isNewer('3.4.30', '3.4.9')).toBe(true);
  expect(isNewer('2.34', '2.34')).toBe(false);
  expect(isNewer('2.4', '2.34')).toBe(false);
  expect(isNewer('2.3.4', '2.3')).toBe(true);
});

test('refuses a file that is not 64-bit ELF', () => {
  expect(() => needsOf(new Uint8Array(100))).toThrow('not a little-endian 64-bit ELF file');
});

test('lists the libraries that Dawn needs and their minimum versions', () => {
  const file = fileURLToPath(new URL('dist/linux-x64/dawn.node', import.meta.resolve('webgpu')));
  const { libraries, versions } = needsOf(readFileSync(file));
  expect(libraries).toContain('libc.so.6');
  expect(libraries).toContain('libstdc++.so.6');
  expect(versions.get('GLIBC')).toMatch(/^2\.\d+$/);
  expect(versions.get('GLIBCXX')).toMatch(/^3\.4\.\d+$/);
});
