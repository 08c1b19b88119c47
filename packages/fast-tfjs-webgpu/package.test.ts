/** The built package, as a program gets it that installs it. Needs no GPU. */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { version } from '../../src/version.ts';
import { buildKernels } from '../../tools/build-kernels.ts';

const run = promisify(execFile);
const installed = join(import.meta.dirname, '../../node_modules');

let program: string;
let folder: string;
beforeAll(async () => {
  program = await mkdtemp(join(tmpdir(), 'program-'));
  folder = join(program, 'node_modules/fast-tfjs-webgpu');
  await buildKernels(folder);
  await mkdir(join(program, 'node_modules/@tensorflow'));
  await symlink(join(installed, '@tensorflow/tfjs-core'), join(program, 'node_modules/@tensorflow/tfjs-core'));
});
afterAll(() => rm(program, { recursive: true }));

async function files(contents: Readonly<Record<string, string>>): Promise<void> {
  for (const [file, text] of Object.entries(contents)) {
    await mkdir(dirname(join(program, file)), { recursive: true });
    await writeFile(join(program, file), text);
  }
}

/** Looks from outside like a backend of another version of tfjs. */
async function withBackendOf(version: string): Promise<void> {
  const backend = 'node_modules/@tensorflow/tfjs-backend-webgpu';
  await files({
    [`${backend}/package.json`]: '{ "type": "module", "main": "index.js" }',
    [`${backend}/index.js`]: 'export class WebGPUBackend {}',
    [`${backend}/dist/version.js`]: `export const version = '${version}';`,
  });
}

/** The output of the program, without the lines that tfjs prints. */
async function printed(script: string): Promise<unknown> {
  await files({ 'program.mjs': script });
  const { stdout } = await run(process.execPath, [join(program, 'program.mjs')]);
  return JSON.parse(stdout.trim().split('\n').at(-1) ?? '');
}

test('npm packs the module, its types, examples, README and licence', async () => {
  const { stdout } = await run('npm', ['pack', '--dry-run', '--json', folder], { cwd: program });
  const [packed] = JSON.parse(stdout) as [{ name: string; version: string; files: { path: string }[] }];
  expect(packed).toMatchObject({ name: 'fast-tfjs-webgpu', version });
  const paths = packed.files.map(({ path }) => path).filter((path) => !path.startsWith('examples/'));
  expect(paths.sort()).toEqual(['LICENSE', 'README.md', 'index.d.ts', 'index.js', 'package.json', 'replacement.d.ts']);
});

test.each([
  ['bundler', 'esnext'],
  ['nodenext', 'nodenext'],
])('the types compile with module resolution %s', async (moduleResolution, module) => {
  await files({
    'package.json': '{ "type": "module" }',
    'program.ts': `
      import 'fast-tfjs-webgpu';
      import { install, type InstallOptions, type Replacement, replaced, uninstall } from 'fast-tfjs-webgpu';
      const except: Replacement[] = ['Adam', 'Conv2D'];
      const options: InstallOptions = { except };
      install(options);
      // @ts-expect-error There is no such kernel.
      install({ except: ['Conv9D'] });
      const names: readonly string[] = replaced();
      uninstall();
      console.log(names.length);
    `,
    'tsconfig.json': JSON.stringify({
      compilerOptions: { strict: true, noEmit: true, moduleResolution, module, target: 'es2023', types: [] },
      include: ['program.ts'],
    }),
  });
  const compiler = join(installed, 'typescript/bin/tsc');
  const { stdout } = await run(process.execPath, [compiler, '--project', program]).catch(
    (error: { stdout: string }) => error,
  );
  expect(stdout).toBe('');
});

test('refuses another version of tfjs by its number, and replaces nothing', async () => {
  await withBackendOf('4.21.0');
  const refused = await printed(`
    import * as tf from '@tensorflow/tfjs-core';
    const stock = () => { throw new Error('not opened'); };
    tf.registerBackend('webgpu', stock);
    const { message } = await import('fast-tfjs-webgpu').catch((error) => error);
    console.log(JSON.stringify({ message, untouched: tf.findBackendFactory('webgpu') === stock }));
  `);
  expect(refused).toEqual({
    message:
      'fast-tfjs-webgpu is written for @tensorflow/tfjs-backend-webgpu 4.22.0, found 4.21.0: nothing was replaced',
    untouched: true,
  });
});

test('refuses an import that comes too late, and replaces nothing', async () => {
  await withBackendOf('4.22.0');
  const refused = await printed(`
    import * as tf from '@tensorflow/tfjs-core';
    const backend = new tf.KernelBackend();
    tf.registerBackend('webgpu', () => backend);
    await tf.setBackend('webgpu');
    const { message } = await import('fast-tfjs-webgpu').catch((error) => error);
    console.log(JSON.stringify({ message, untouched: tf.backend() === backend }));
  `);
  expect(refused).toEqual({
    message: 'fast-tfjs-webgpu must be imported before tf.ready() and tf.setBackend(): tfjs opened its own device',
    untouched: true,
  });
});

test('without WebGPU the import does nothing', async () => {
  await withBackendOf('4.22.0');
  expect(
    await printed(`
      import * as tf from '@tensorflow/tfjs-core';
      const { replaced } = await import('fast-tfjs-webgpu');
      console.log(JSON.stringify({ replaced: replaced(), backends: Object.keys(tf.engine().registryFactory) }));
    `),
  ).toEqual({ replaced: [], backends: [] });
});

test('a second copy of the package leaves the first one in charge', async () => {
  await withBackendOf('4.22.0');
  await cp(folder, join(program, 'copy'), { recursive: true });
  expect(
    await printed(`
      import * as tf from '@tensorflow/tfjs-core';
      tf.registerBackend('webgpu', () => { throw new Error('not opened'); }, 3);
      await import('fast-tfjs-webgpu');
      await import('./copy/index.js');
      console.log(JSON.stringify(tf.engine().registryFactory.webgpu.priority));
    `),
  ).toBe(3);
});
