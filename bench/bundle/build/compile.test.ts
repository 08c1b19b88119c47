/** The bundle is not made by the tests, because it takes half a minute; but its programs compile, and find each other. */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compile, nativePackages, programs } from './compile.ts';

const root = join(import.meta.dirname, '..', '..', '..');
let folder = '';

beforeAll(async () => {
  // In the project, where packages with native parts are found.
  await mkdir(join(root, '.cache'), { recursive: true });
  folder = await mkdtemp(join(root, '.cache', 'bundle-'));
  await compile(folder);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('every program is there', () => {
  for (const program of programs) expect(existsSync(join(folder, program.replace(/ts$/, 'js'))), program).toBe(true);
});

test('what is imported is in the archive', () => {
  const outside = new Set([...nativePackages, ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
  /** Imported only by parts that the archive does not run. */
  const absent = new Set(['@playwright/test', 'vite', 'node-fetch']);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue;
    const text = readFileSync(join(folder, file), 'utf8');
    for (const [, specifier = ''] of text.matchAll(/^(?:import|export)\b[^;]*?from "([^"]+)";$/gm)) {
      if (specifier.startsWith('.')) expect(existsSync(join(folder, dirname(file), specifier)), file).toBe(true);
      else if (!absent.has(specifier)) expect(outside, file).toContain(specifier);
    }
  }
});

test('the first program runs', () => {
  const program = join(folder, 'bench', 'bundle', 'run-command.js');
  const { status, stdout } = spawnSync(process.execPath, [program, '--help'], { encoding: 'utf8' });
  expect(stdout).toContain('./run.sh [options]');
  expect(status).toBe(0);
});
