/**
 * The bundle is not made by the tests, because it takes half a minute; but its programs compile,
 * find each other, and are started by run.sh.
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
/** Of the archive, and of its programs. */
let [archive, folder] = ['', ''];

beforeAll(async () => {
  // In the project, where packages with native parts are found.
  await mkdir(join(root, '.cache'), { recursive: true });
  archive = await mkdtemp(join(root, '.cache', 'bundle-'));
  folder = join(archive, 'app');
  await compile(folder);
});
afterAll(() => rm(archive, { recursive: true, force: true }));

test('every program is there', () => {
  for (const program of programs) expect(existsSync(join(folder, program.replace(/ts$/, 'js'))), program).toBe(true);
});

/**
 * The specifiers of a module's imports, also of those that are imported only when they are needed.
 */
function importsOf(file: string): string[] {
  const text = readFileSync(file, 'utf8');
  const { staticImports, staticExports, dynamicImports } = parseSync(file, text).module;
  const exported = staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value));
  const later = dynamicImports.map(({ moduleRequest: { start, end } }) => {
    // What is computed while it runs is no literal.
    return /^(["'`])([^$]*)\1$/.exec(text.slice(start, end))?.[2];
  });
  const all = [...staticImports.map(({ moduleRequest }) => moduleRequest.value), ...exported, ...later];
  return all.filter((specifier) => specifier !== undefined);
}

test('what is imported is in the archive', () => {
  const outside = new Set([...nativePackages, ...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
  /** Imported only by parts that the archive does not run. */
  const absent = new Set(['@playwright/test', 'vite', 'node-fetch']);
  for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.js')) continue;
    for (const specifier of importsOf(join(folder, file))) {
      if (specifier.startsWith('.')) expect(existsSync(join(folder, dirname(file), specifier)), file).toBe(true);
      else if (!absent.has(specifier)) expect(outside, file).toContain(specifier);
    }
  }
});

test('the licences of what is compiled are beside it', () => {
  const text = readFileSync(join(folder, licencesFile), 'utf8');
  for (const what of ['**MNIST**', '**Twemoji**', '\n@tensorflow/tfjs-core ', '\nzod ', '\nchai ', '\n@jax-js/jax '])
    expect(text).toContain(what);
});

test.runIf(process.platform === 'linux' && process.arch === 'x64')('run.sh starts them', async () => {
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
