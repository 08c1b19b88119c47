/**
 * Tests the import rules of biome.json: for every pattern of every rule there is an import that
 * breaks it, and the lint reports it; imports that the rules allow pass. A pattern without an
 * import here fails, and so does one that never matches.
 */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const project = join(import.meta.dirname, '..');

/** The part of the configuration that is read here. */
interface Override {
  readonly includes: readonly string[];
  readonly linter: {
    readonly rules: {
      readonly style: {
        readonly noRestrictedImports: {
          readonly options: { readonly patterns: readonly { readonly group: readonly string[] }[] };
        };
      };
    };
  };
}

/**
 * By pattern: an import that breaks it, whichever rule contains the pattern. Two dots lead out of
 * the file's folder.
 */
const imports: Readonly<Record<string, string>> = {
  '**/components/**': '../components/frame/Panel.tsx',
  '**/store/**': '../store/index.ts',
  '**/share/**': '../share/link.ts',
  '**/words/**': '../words/i18n.ts',
  '**/workers/**': '../workers/protocol.ts',
  '**/workers/client.ts': '../workers/client.ts',
  '**/workers/*.worker.ts': '../workers/engine.worker.ts',
  '**/engine/**': '../engine/session.ts',
  '!**/engine/host.ts': '../engine/host.ts',
  '**/ml/**': '../ml/recipes.ts',
  '!**/ml/{config,errors}.ts': '../ml/config.ts',
  '**/ml/*/**': '../ml/training/learner.ts',
  '!**/ml/data/description.ts': '../ml/data/description.ts',
  '!**/ml/data/{description,shipped-sets,class-names}.ts': '../ml/data/shipped-sets.ts',
  '!**/ml/checkpoint/limits.ts': '../ml/checkpoint/limits.ts',
  '!**/ml/checkpoint/{layout,limits}.ts': '../ml/checkpoint/layout.ts',
  '!**/ml/diffusion/parts.ts': '../ml/diffusion/parts.ts',
  '!**/ml/diffusion/{parts,time-left}.ts': '../ml/diffusion/time-left.ts',
  '!**/ml/diffusion/restore/{damages,damage-kinds,methods}.ts': '../ml/diffusion/restore/damage-kinds.ts',
  '!**/ml/diffusion/restore/{damages,damage-kinds,levels,methods}.ts': '../ml/diffusion/restore/levels.ts',
  '**/backends/**': '../backends/open-device.ts',
  '**/kernels/**': '../kernels/shared/register-kernel.ts',
  '**/data/**': '../data/dataset.ts',
  '**/diffusion/**': '../diffusion/process.ts',
  '**/training/**': '../training/learner.ts',
  '**/models/**': '../models/model.ts',
  '**/nn/**': '../nn/parameters.ts',
  '**/checkpoint/**': '../checkpoint/folder.ts',
  '**/{config,recipes,parameters,settings}.ts': '../recipes.ts',
  '**/src/**': '../../../src/ml/recipes.ts',
  '!**/src/ml/{kernels,device}/**': '../../../src/ml/device/wanted.ts',
  '!**/src/ml/backends/webgpu-kernels.ts': '../../../src/ml/backends/webgpu-kernels.ts',
  '**/tools/**': '../../../tools/build-kernels.ts',
  '**/bench/**': '../../bench/cases/case.ts',
  '**/bench/node/**': '../bench/node/run.ts',
  '**/node/**': '../node/run.ts',
  '**/bench/bundle/**': '../bench/bundle/run-command.ts',
  '**/bundle/**': '../bundle/run-command.ts',
  '**/cli/**': '../../cli/command.ts',
  '@tensorflow/**': '@tensorflow/tfjs-core',
  react: 'react',
  'react-dom': 'react-dom',
  zustand: 'zustand',
  'node:*': 'node:fs',
};

/** Imports, one per line, by the file that contains them. */
type Files = Readonly<Record<string, readonly string[]>>;

/** The imports that the lint forbids under a configuration, as "file imports specifier". */
async function forbidden(
  configuration: object,
  files: Files,
  rule = 'style/noRestrictedImports',
): Promise<readonly string[]> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'walls-')));
  try {
    await writeFile(join(folder, 'biome.json'), JSON.stringify({ ...configuration, vcs: { enabled: false } }));
    for (const [path, specifiers] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), { recursive: true });
      await writeFile(
        join(folder, path),
        specifiers.map((specifier) => `import type {} from '${specifier}';\n`).join(''),
      );
    }
    const biome = join(project, 'node_modules/@biomejs/biome/bin/biome');
    const rules = [`--only=${rule}`, '--max-diagnostics=none', '--reporter=github'];
    // The lint exits with 1 if it finds something.
    const { stdout } = await promisify(execFile)(process.execPath, [biome, 'lint', ...rules, '.'], {
      cwd: folder,
    }).catch((error: { stdout: string }) => error);
    const found = [...stdout.matchAll(/^::error .*?file=([^,]*),line=(\d+),/gm)];
    return found
      .map(([, path = '', line]) => [relative(folder, path), Number(line)] as const)
      .map(([path, line]) => `${path} imports ${files[path]?.[line - 1]}`)
      .sort();
  } finally {
    await rm(folder, { recursive: true });
  }
}

const configuration: { readonly overrides: readonly Override[]; readonly linter: object } = JSON.parse(
  await readFile(join(project, 'biome.json'), 'utf8'),
);
const { linter } = configuration;
/** The other rules do not concern imports. */
const overrides = configuration.overrides.filter(({ linter }) => 'noRestrictedImports' in linter.rules.style);

test('every pattern of every rule matches the imports it is meant for', async () => {
  expect(overrides.length).toBeGreaterThan(10);
  const files: Record<string, string[]> = {};
  const expected: string[] = [];
  // Tests each rule alone, in a folder that no other rule covers, so that no wider rule reports in
  // its place.
  const alone = overrides.map(({ linter }, i) => {
    const { patterns } = linter.rules.style.noRestrictedImports.options;
    for (const pattern of patterns.flatMap(({ group }) => group)) {
      const specifier = imports[pattern];
      if (specifier === undefined) throw new Error(`no import in this test for the pattern ${pattern}`);
      const path = `rule-${i}/file.ts`;
      files[path] = [...(files[path] ?? []), specifier];
      if (!pattern.startsWith('!')) expected.push(`${path} imports ${specifier}`);
    }
    return { includes: [`rule-${i}/**`], linter };
  });
  expect(await forbidden({ overrides: alone }, files)).toEqual(expected.sort());
});

/** All rules together; the last rule that applies to a file counts. */
test('allows and forbids imports as intended', async () => {
  const walls: Readonly<Record<string, { readonly may: readonly string[]; readonly mayNot: readonly string[] }>> = {
    'src/coach/coach.ts': { may: ['../ml/config.ts'], mayNot: ['../../bench/cases/case.ts'] },
    'src/components/start/Hero.tsx': {
      may: ['../../ml/config.ts', '../../store/index.ts'],
      mayNot: ['../../ml/recipes.ts', '../../ml/training/learner.ts', '../../engine/session.ts'],
    },
    'src/store/run-slice.ts': {
      may: ['../workers/client.ts'],
      mayNot: ['../engine/session.ts', '../components/App.tsx'],
    },
    'src/words/en/bench.ts': { may: ['../ml/config.ts'], mayNot: ['../../bench/cases/case.ts'] },
    'src/workers/snapshot-runs.ts': { may: ['../engine/host.ts'], mayNot: ['../engine/autosave.ts'] },
    'src/workers/engine.worker.ts': { may: ['../engine/session.ts'], mayNot: ['../../cli/command.ts'] },
    'src/workers/client.ts': { may: ['./protocol.ts'], mayNot: ['../ml/training/learner.ts', '../engine/host.ts'] },
    'src/engine/session.ts': {
      may: ['../workers/protocol.ts'],
      mayNot: ['../workers/client.ts', '../store/run-slice.ts'],
    },
    'src/ml/device/arena.ts': {
      may: ['./live-tensors.ts'],
      mayNot: ['../kernels/shared/register-kernel.ts', '../backends/open-device.ts'],
    },
    'src/ml/device/arena.webgpu.test.ts': {
      may: ['../kernels/shared/register-kernel.ts'],
      mayNot: ['../../engine/run.ts'],
    },
    'src/ml/kernels/conv2d/index.ts': {
      may: ['../../device/current-backend.ts', '../../random.ts'],
      mayNot: ['../../diffusion/process.ts', '../../data/description.ts', '../../backends/webgpu.ts'],
    },
    'src/ml/backends/webgpu.ts': { may: ['../kernels/shared/register-kernel.ts'], mayNot: ['../../engine/run.ts'] },
    'src/ml/training/batch/index.ts': { may: ['../../diffusion/process.ts'], mayNot: ['../../../engine/run.ts'] },
    'packages/fast-tfjs-webgpu/src/installation.ts': {
      may: [
        '../../../src/ml/kernels/shared/register-kernel.ts',
        '../../../src/ml/device/sliced-backend.ts',
        '../../../src/ml/backends/webgpu-kernels.ts',
        './versions.ts',
      ],
      mayNot: [
        '../../../src/ml/backends/webgpu.ts',
        '../../../src/ml/training/learner.ts',
        '../../../src/ml/errors.ts',
        '../../../src/engine/session.ts',
        '../../../cli/dawn.ts',
        'node:fs',
      ],
    },
    'cli/train-command.ts': { may: ['../src/engine/session.ts'], mayNot: ['../bench/node/run.ts'] },
    'bench/node/bench.ts': { may: ['../../cli/command.ts'], mayNot: [] },
    'bench/cases/case.ts': { may: ['../../src/ml/options.ts'], mayNot: ['../../cli/command.ts', 'node:fs'] },
  };
  const files = Object.fromEntries(Object.entries(walls).map(([path, { may, mayNot }]) => [path, [...may, ...mayNot]]));
  const expected = Object.entries(walls).flatMap(([path, { mayNot }]) =>
    mayNot.map((name) => `${path} imports ${name}`),
  );
  expect(await forbidden({ overrides }, files)).toEqual(expected.sort());
});

test('no import cycles, not even of types', async () => {
  const files = {
    'src/a.ts': ['./b.ts', './alone.ts'],
    'src/b.ts': ['./c.ts'],
    'src/c.ts': ['./a.ts'],
    'src/alone.ts': [],
  };
  const circle = ['src/a.ts imports ./b.ts', 'src/b.ts imports ./c.ts', 'src/c.ts imports ./a.ts'];
  expect(await forbidden({ linter }, files, 'suspicious/noImportCycles')).toEqual(circle);
});
