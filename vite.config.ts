/**
 * How the page, the benchmark's page and the tests are built. `cli/weigh/page-weight.ts` says what
 * a visitor loads before the first train step, and what to do where that grows.
 */
import react from '@vitejs/plugin-react';
import { defaultExclude, defineConfig } from 'vitest/config';
import { changelog } from './tools/vite/changelog.ts';
import { deployable } from './tools/vite/deployable.ts';
import { embeddedData } from './tools/vite/embedded-data.ts';
import { firstPaint } from './tools/vite/first-paint.ts';
import { installable } from './tools/vite/installable.ts';
import { leanKernels } from './tools/vite/lean-kernels.ts';
import { leanTensorflow } from './tools/vite/lean-tensorflow.ts';
import { licences } from './tools/vite/licences.ts';
import { noTensorflowOnThePage } from './tools/vite/no-tensorflow-on-the-page.ts';
import { notFound } from './tools/vite/not-found.ts';
import { openGraph } from './tools/vite/open-graph.ts';
import { pageWords } from './tools/vite/page-words.ts';
import { themeStyles } from './tools/vite/theme-css.ts';
import { zodWithoutEval } from './tools/vite/zod-without-eval.ts';

/**
 * Unit tests that need WebGPU carry it in their name: they run one file at a time, on Dawn in Node.
 */
const webgpuTests = ['**/*.webgpu.test.ts'];
/**
 * Those of the engine as a whole, and of what is built on it: kernels and networks have tests of
 * their own. All programs at once are SwiftShader's to compile.
 */
const sessionTests = [
  'src/engine/**/*.webgpu.test.ts',
  '{cli,bench}/**/*.webgpu.test.ts',
  'packages/*/*.webgpu.test.ts',
];
const allPrograms = ['src/engine/default-limits.webgpu.test.ts'];
/** Kernels against each other and the CPU. */
const kernelTests = ['src/ml/kernels/**/*.webgpu.test.ts'];
/** They count what there is in a process (recordings, bytes), or load a module anew. */
const ownProcessTests = [
  'src/ml/device/recording-loader.webgpu.test.ts',
  'src/ml/device/replay.webgpu.test.ts',
  'src/ml/training/dispatches.webgpu.test.ts',
  'src/ml/training/memory.webgpu.test.ts',
  // They put other kernels and optimizers into tfjs.
  'packages/*/src/**/*.webgpu.test.ts',
];

/** `vite build --mode bench` adds bench.html to what `vite build` has written. */
const benchMode = 'bench';

const tensorflowNotice =
  '/*! TensorFlow.js. Copyright Google LLC. Apache License 2.0: http://www.apache.org/licenses/LICENSE-2.0 */';

const licenceFiles = licences((mode) => (mode === benchMode ? 'licences-bench.txt' : 'licences.txt'));

/** The tag of the language whose words this module has. */
const translationOfModule = (id: string): string | null => /\/src\/words\/([a-z]+-[A-Z]+)\//.exec(id)?.[1] ?? null;

export default defineConfig(({ mode }) => ({
  // Relative: dist/ works from any sub-path of any static host.
  base: './',
  plugins: [
    react(),
    embeddedData(),
    pageWords(),
    openGraph(),
    themeStyles(),
    firstPaint(),
    zodWithoutEval(),
    notFound(),
    noTensorflowOnThePage(),
    licenceFiles.page,
    changelog(),
    deployable(),
    installable(),
  ],
  // The engine imports tfjs' fallback backends dynamically: only module workers can be split into
  // chunks.
  worker: {
    format: 'es',
    plugins: () => [leanKernels(), leanTensorflow(), zodWithoutEval(), licenceFiles.worker],
    // tfjs repeats its license in front of each of its modules, 12 kB gzipped in all: one line a
    // file says the same.
    rolldownOptions: {
      output: {
        comments: { legal: false },
        postBanner: ({ moduleIds }) => (moduleIds.some((id) => id.includes('/@tensorflow/')) ? tensorflowNotice : ''),
      },
    },
  },
  build: {
    // What the kernels need: every browser with WebGPU is newer than these.
    target: ['chrome113', 'edge113', 'firefox121', 'safari17'],
    // cli/weigh.ts says what counts: what loads before the first train step, not the largest chunk.
    // Each page is built by itself: in one build they would share chunks, and what is cut into more
    // pieces weighs more.
    rolldownOptions: {
      input: mode === benchMode ? 'bench.html' : 'index.html',
      // What the page cannot begin without is one file: of seventy small ones each waits for a
      // round trip. So is each translation.
      output: { codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }, { name: translationOfModule }] } },
    },
    emptyOutDir: mode !== benchMode,
    copyPublicDir: mode !== benchMode,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1024,
  },
  test: {
    // Software adapters compile a pipeline in seconds on a small machine.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // Of both kinds together, so that no core waits for the other's last file. What takes time is
    // compiling, on one core; a software adapter then uses all of them. More than two files only
    // take more memory.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,cli,bench,packages,tools,e2e}/**/*.test.ts'],
          exclude: [...defaultExclude, ...webgpuTests],
          // No test replaces a module: what a file imports, tfjs above all, is there for the next,
          // which is a third of the time.
          isolate: false,
          setupFiles: ['./tools/vitest/equal-bytes.ts', './tools/vitest/real-globals.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['{src,bench}/**/*.test.tsx'],
          // What components render, without a browser: nothing is laid out or painted.
          environment: 'happy-dom',
          environmentOptions: {
            happyDOM: {
              url: 'https://playground.example/some/path/',
              // A press on what saves a file would go to the file's address.
              settings: { navigation: { disableMainFrameNavigation: true, disableFallbackToSetURL: true } },
            },
          },
          setupFiles: [
            './tools/vitest/equal-bytes.ts',
            './tools/vitest/real-globals.ts',
            './tools/vitest/blank-canvas.ts',
          ],
        },
      },
      {
        extends: true,
        test: {
          name: 'webgpu',
          include: kernelTests,
          // As above: they open a device each and change nothing of it.
          isolate: false,
          globalSetup: './tools/vitest/vulkan-driver.ts',
          setupFiles: ['./tools/vitest/equal-bytes.ts', './tools/vitest/real-globals.ts', './tools/vitest/dawn.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'networks',
          include: [...allPrograms, '{src/!(engine),tools,e2e}/**/*.webgpu.test.ts'],
          exclude: [...defaultExclude, ...kernelTests, ...ownProcessTests],
          // As above: each leaves the browser's classes and the backend as it found them.
          isolate: false,
          globalSetup: './tools/vitest/vulkan-driver.ts',
          setupFiles: ['./tools/vitest/equal-bytes.ts', './tools/vitest/real-globals.ts', './tools/vitest/dawn.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'own process',
          include: ownProcessTests,
          globalSetup: './tools/vitest/vulkan-driver.ts',
          setupFiles: ['./tools/vitest/equal-bytes.ts', './tools/vitest/dawn.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'sessions',
          include: sessionTests,
          exclude: [...defaultExclude, ...allPrograms],
          // As above, and several share one device: see tools/vitest/one-device.ts.
          isolate: false,
          globalSetup: './tools/vitest/vulkan-driver.ts',
          setupFiles: [
            './tools/vitest/equal-bytes.ts',
            './tools/vitest/real-globals.ts',
            './tools/vitest/session-driver.ts',
            './tools/vitest/dawn.ts',
          ],
        },
      },
    ],
  },
}));
