/**
 * The tests do not build the whole bundle, which would take half a minute. They check that its
 * programs compile, find each other, and can be started by run.sh.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { builtinModules } from 'node:module';
import { dirname, join } from 'node:path';
import { parseSync } from 'vite';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { findBrowser } from '../../../cli/browser.ts';
import { thisMachine } from '../../../cli/host.ts';
import { findVulkanDriver } from '../../../cli/vulkan-driver.ts';
import { compile, licencesFile, nativePackages, programs } from './compile.ts';

const root = join(import.meta.dirname, '..', '..', '..');
/** The folder of the archive, and the folder of its programs. */
let [archive, folder] = ['', ''];

beforeAll(async () => {
  // Inside the project, so that Node finds the packages with native parts.
  await mkdir(join(root, '.cache'), { recursive: true });
  archive = await mkdtemp(join(root, '.cache', 'bundle-'));
  folder = join(archive, 'app');
  await compile(folder);
});
afterAll(() => rm(archive, { recursive: true, force: true }));

test('the compiled folder contains every program', () => {
  for (const program of programs) expect(existsSync(join(folder, program.replace(/ts$/, 'js'))), program).toBe(true);
});

/** The specifiers of a module's imports, dynamic ones included. */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module;
  const exported = staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value));
  const later = dynamicImports.map(({ moduleRequest: { start, end } }) => {
    // A computed specifier is not a literal and is skipped.
    return /^(["'`])([^$]*)\1$/.exec(text.slice(start, end))?.[2];
  });
  const all = [...staticImports.map(({ moduleRequest }) => moduleRequest.value), ...exported, ...later];
  return all.filter((specifier) => specifier !== undefined);
}

test('every import resolves inside the archive', () => {
  const outside = new Set([...nativePackages, ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
  /** Imported only by code that the archive never runs. */
  const absent = new Set(['@playwright/test', 'vite', 'node-fetch']);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue;
    for (const specifier of importsOf(join(folder, file))) {
      if (specifier.startsWith('.')) expect(existsSync(join(folder, dirname(file), specifier)), file).toBe(true);
      else if (!absent.has(specifier)) expect(outside, file).toContain(specifier);
    }
  }
});

test('the licences of the compiled packages are beside the programs', () => {
  const text = readFileSync(join(folder, licencesFile), 'utf8');
  for (const what of ['**MNIST**', '**Twemoji**', '\n@tensorflow/tfjs-core ', '\nzod ', '\nchai ', '\n@jax-js/jax '])
    expect(text).toContain(what);
});

test.runIf(process.platform === 'linux' && process.arch === 'x64')('run.sh starts the programs', async () => {
  await mkdir(join(archive, 'bin'));
  await symlink(process.execPath, join(archive, 'bin', 'node'));
  await symlink(join(root, 'node_modules', 'webgpu'), join(folder, 'node_modules', 'webgpu'));
  await copyFile(join(root, 'bench', 'bundle', 'run.sh'), join(archive, 'run.sh'));
  const out = join(archive, 'results');
  const { env } = findVulkanDriver(thisMachine, findBrowser(thisMachine)?.path ?? null);
  const run = (...given: string[]) =>
    spawnSync('sh', [join(archive, 'run.sh'), ...given], { encoding: 'utf8', env: { ...process.env, ...env } });
  expect(run('--help').stdout).toContain('./run.sh [options]');
  const { status, stdout, stderr } = run('--only', 'adapter', '--out', out);
  expect(status, stderr).toBe(0);
  expect(stdout).toMatch(/^ *Adapter and limits .* done$/m);
  expect(readFileSync(join(out, 'report.md'), 'utf8')).toContain('maxBufferSize');
});
