import { mkdir, mkdtemp, readdir, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { build } from 'vite';
import { expect, onTestFinished, test } from 'vitest';
import { shippedSetNames, shippedSets } from '../../src/ml/data/shipped-sets.ts';
import { chooseLicence, licences, packageFolder, readPackage } from './licences.ts';

const project = join(import.meta.dirname, '../..');
const installed = (name: string) => readPackage(join(project, 'node_modules', name));

test('a module belongs to the innermost package', () => {
  expect(packageFolder('/a/node_modules/@b/c/dist/d.js')).toBe('/a/node_modules/@b/c');
  expect(packageFolder('/a/node_modules/b/node_modules/c/d.js?x')).toBe('/a/node_modules/b/node_modules/c');
  expect(packageFolder('/a/src/b.ts')).toBeNull();
});

test('takes the first allowed licence of several alternatives, and refuses combinations that require another', () => {
  expect(chooseLicence('MIT')).toBe('MIT');
  expect(chooseLicence('(GPL-2.0 OR MIT)')).toBe('MIT');
  expect(chooseLicence('GPL-3.0-only')).toBeNull();
  expect(chooseLicence('(MIT AND CC-BY-NC-4.0)')).toBeNull();
  expect(chooseLicence('undefined')).toBeNull();
});

test('finds the licence’s text wherever the package keeps it', async () => {
  expect(installed('qr').text).toMatch(/^The MIT License/);
  expect(installed('idb-keyval').text).toContain('Jake Archibald');
  expect(installed('seedrandom').text).toMatch(/^Copyright 2019 David Bau\.\n\nPermission/);
  expect(installed('@tensorflow/tfjs-core').text).toBe((await readFile(join(project, 'LICENSE'), 'utf8')).trim());
});

/**
 * A page that has `other`, a package with this licence, in its script, its worker or its style,
 * built; returns licences.txt.
 */
async function builtWith(license: string, use: 'script' | 'worker' | 'style'): Promise<string> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'licences-')));
  onTestFinished(() => rm(root, { recursive: true }));
  const files = {
    'node_modules/other/package.json': JSON.stringify({ name: 'other', version: '1.2.3', license, main: 'index.js' }),
    'node_modules/other/index.js': 'globalThis.other = 1;',
    'node_modules/other/font.woff2': 'a font',
    'node_modules/other/LICENSE': 'The licence of other.',
    'index.html': '<script type="module" src="./main.ts"></script>',
    'main.ts': {
      script: "import 'other';",
      worker: "new Worker(new URL('./worker.ts', import.meta.url), { type: 'module' });",
      style: "import './main.css';",
    }[use],
    'worker.ts': "import 'other';",
    'main.css': '@font-face { font-family: other; src: url("other/font.woff2") }',
  };
  for (const [file, text] of Object.entries(files)) {
    await mkdir(dirname(join(root, file)), { recursive: true });
    await writeFile(join(root, file), text);
  }
  const { page, worker } = licences(() => 'licences.txt');
  const output = await build({
    root,
    configFile: false,
    logLevel: 'silent',
    plugins: [page],
    worker: { format: 'es', plugins: () => [worker] },
    build: { write: false, assetsInlineLimit: 0 },
  });
  if (!('output' in output)) throw new Error('the build has one output');
  const written = output.output.find(({ fileName }) => fileName === 'licences.txt');
  return written?.type === 'asset' ? String(written.source) : '';
}

test.each(['script', 'worker', 'style'] as const)(
  'lists a package of a %s with the text of its licence',
  async (use) => {
    expect(await builtWith('MIT', use)).toContain('\nother 1.2.3 (MIT)\n\nThe licence of other.\n');
  },
);

test('fails the build for a licence that is not allowed', async () => {
  await expect(builtWith('GPL-3.0-only', 'worker')).rejects.toThrow(/other: its licence, GPL-3.0-only, is not in/);
});

test('THIRD-PARTY.md lists every set and model that ships', async () => {
  const text = (await readFile(join(project, 'THIRD-PARTY.md'), 'utf8')).replaceAll(/\s+/g, ' ');
  const { models } = JSON.parse(await readFile(join(project, 'public/models/index.json'), 'utf8'));
  for (const model of models) expect(text).toContain(`**${model}**`);
  for (const id of shippedSetNames) expect(text).toContain(shippedSets[id].source.replace(/(.)@/, '$1 '));
});

test('THIRD-PARTY.md names every folder of `public` with pictures, except the page’s own icons', async () => {
  const text = await readFile(join(project, 'THIRD-PARTY.md'), 'utf8');
  const pictures = (await readdir(join(project, 'public'), { recursive: true })).filter((path) =>
    /\.(webp|png|jpg|svg)$/.test(path),
  );
  const places = new Set(pictures.map((path) => path.split(sep)[0]));
  expect([...places].filter((place) => !text.includes(`public/${place}`))).toEqual(['icons']);
});
