/**
 * `npm run build:kernels [-- FOLDER]`: the package `fast-tfjs-webgpu` in FOLDER (dist-kernels),
 * ready for `npm pack`: one module, its types, README, licence and examples.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { version } from '../src/version.ts';
import { leanKernels } from './vite/lean-kernels.ts';

const project = join(import.meta.dirname, '..');
const sources = join(project, 'packages/fast-tfjs-webgpu');
/** The declarations that `index.d.ts` needs: all others are of the inside. */
const declarations = ['index.d.ts', 'replacement.d.ts'];

async function writeModule(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'warn',
    publicDir: false,
    plugins: [leanKernels()],
    build: {
      outDir: folder,
      emptyOutDir: false,
      // Every browser with WebGPU is newer.
      target: ['chrome113', 'edge113', 'firefox121', 'safari17'],
      // Names stay readable where an error shows them; the program's own bundler minifies.
      minify: false,
      lib: { entry: join(sources, 'src/index.ts'), formats: ['es'], fileName: () => 'index.js' },
      rolldownOptions: { external: /^@tensorflow\// },
    },
  });
}

function writeDeclarations(folder: string): void {
  const all = mkdtempSync(join(folder, 'declarations-'));
  const options = ['--noEmit', 'false', '--declaration', '--emitDeclarationOnly', '--rewriteRelativeImportExtensions'];
  const compiler = join(project, 'node_modules/typescript/bin/tsc');
  execFileSync(process.execPath, [compiler, '--project', join(sources, 'tsconfig.json'), ...options, '--outDir', all]);
  for (const file of declarations) cpSync(join(all, 'packages/fast-tfjs-webgpu/src', file), join(folder, file));
  rmSync(all, { recursive: true });
}

/** Everything but the version is in the package's own manifest. */
function writeManifest(folder: string): void {
  const manifest: object = JSON.parse(readFileSync(join(sources, 'package.json'), 'utf8'));
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify({ ...manifest, version }, null, 2)}\n`);
}

export async function buildKernels(folder: string): Promise<void> {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  await writeModule(folder);
  writeDeclarations(folder);
  writeManifest(folder);
  cpSync(join(sources, 'README.md'), join(folder, 'README.md'));
  cpSync(join(project, 'LICENSE'), join(folder, 'LICENSE'));
  cpSync(join(sources, 'examples'), join(folder, 'examples'), { recursive: true });
}

if (process.argv[1] === import.meta.filename) {
  const folder = resolve(process.argv[2] ?? join(project, 'dist-kernels'));
  await buildKernels(folder);
  process.stdout.write(`fast-tfjs-webgpu ${version} is in ${folder}.\n`);
}
