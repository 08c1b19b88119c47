/**
 * Compiles the bundle's programs to plain JavaScript, one file for each source file, because they
 * find their data and each other by their folders.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import { licences } from '../../../tools/vite/licences.ts';

const root = join(import.meta.dirname, '..', '..', '..');

/** Packages with native parts. The archive contains them uncompiled. */
export const nativePackages = ['webgpu', 'sharp'] as const;
/**
 * Packages that the archive lacks. They are imported only by parts that it leaves out, or on a Node
 * without `fetch`.
 */
const absent = ['@playwright/test', 'vite', 'node-fetch'];

const kernelTests = readdirSync(join(root, 'src/ml/kernels'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.webgpu.test.ts'))
  .map((file) => join('src/ml/kernels', file));
const parts = readdirSync(join(root, 'bench/bundle/parts'))
  .filter((file) => file !== 'part.ts')
  .map((file) => join('bench/bundle/parts', file));

/** Files that are started, or imported by a path, relative to the project. */
export const programs: readonly string[] = [
  'bench/bundle/run-command.ts',
  'bench/node/first-step-process.ts',
  'cli/train-command.ts',
  'cli/sample-command.ts',
  'tools/vitest/dawn.ts',
  'tools/vitest/equal-bytes.ts',
  ...parts,
  ...kernelTests,
];

/**
 * A file beside the programs: THIRD-PARTY.md and the licences of the npm packages that are compiled
 * in.
 */
export const licencesFile = 'licences.txt';

/** Writes into `folder`, which need not exist; its earlier content is removed. */
export async function compile(folder: string): Promise<void> {
  await build({
    configFile: false,
    root,
    logLevel: 'error',
    plugins: [licences(() => licencesFile).page],
    resolve: { alias: { vitest: join(root, 'bench/bundle/kernel-tests/vitest.ts') } },
    ssr: { noExternal: true, external: [...nativePackages, ...absent] },
    build: {
      ssr: true,
      target: 'node20',
      outDir: folder,
      emptyOutDir: true,
      copyPublicDir: false,
      reportCompressedSize: false,
      rolldownOptions: {
        input: [...programs],
        output: { preserveModules: true, preserveModulesRoot: root, entryFileNames: '[name].js' },
      },
    },
  });
}
