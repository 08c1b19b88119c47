/**
 * How the page, the benchmark's page and the tests are built. `cli/weigh/page-weight.ts` says what
 * a visitor loads before the first training step, and what to do if that grows.
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
 * Unit tests that need WebGPU, which their names say. They run one file at a time, on Dawn in Node.
 */
const webgpuTests = ['**/*.webgpu.test.ts'];
/**
 * WebGPU tests of the engine as a whole and of what is built on it; kernels and networks have tests
 * of their own. `allPrograms` is apart: it checks every program on Dawn's null backend, and needs
 * no Vulkan driver.
 */
const sessionTests = [
  'src/engine/**/*.webgpu.test.ts',
  '{cli,bench}/**/*.webgpu.test.ts',
  'packages/*/*.webgpu.test.ts',
];
const allPrograms = ['src/engine/default-limits.webgpu.test.ts'];
/** Tests of kernels against each other and against the CPU. */
const kernelTests = ['src/ml/kernels/**/*.webgpu.test.ts'];
/** Tests that count things in their process (recordings, bytes), or load a module anew. */
const ownProcessTests = [
  'src/ml/device/recording-loader.webgpu.test.ts',
  'src/ml/device/replay.webgpu.test.ts',
  'src/ml/training/dispatches.webgpu.test.ts',
  'src/ml/training/memory.webgpu.test.ts',
  // These register other kernels and optimizers in tfjs.
  'packages/*/src/**/*.webgpu.test.ts',
];

/** `vite build --mode bench` adds bench.html to what `vite build` has written. */
const benchMode = 'bench';

const tensorflowNotice =
  '/*! TensorFlow.js. Copyright Google LLC. Apache License 2.0: http://www.apache.org/licenses/LICENSE-2.0 */';

const licenceFiles = licences((mode) => (mode === benchMode ? 'licences-bench.txt' : 'licences.txt'));

/** The tag of the language whose words the module contains; null for other modules. */
const translationOfModule = (id: string): string | null => /\/src\/words\/([a-z]+-[A-Z]+)\//.exec(id)?.[1] ?? null;

export default defineConfig(({ mode }) => ({
  // Relative paths, so that dist/ works from any sub-path of any static host.
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
  // The engine imports tfjs' fallback backends dynamically, and only module workers can be split
  // into chunks.
  worker: {
    format: 'es',
    plugins: () => [leanKernels(), leanTensorflow(), zodWithoutEval(), licenceFiles.worker],
    // tfjs repeats its license at the top of each of its modules, 12 kB gzipped in all. One line
    // per file says the same.
    rolldownOptions: {
      output: {
        comments: { legal: false },
        postBanner: ({ moduleIds }) => (moduleIds.some((id) => id.includes('/@tensorflow/')) ? tensorflowNotice : ''),
      },
    },
  },
  build: {
    // Every browser that has WebGPU, which the kernels need, is newer than these.
    target: ['chrome113', 'edge113', 'firefox121', 'safari17'],
    // What matters is what loads before the first training step (`cli/weigh.ts`), not the size of
    // the largest chunk. Each page has its own build: in a common one they would share chunks, and
    // smaller chunks compress worse.
    rolldownOptions: {
      input: mode === benchMode ? 'bench.html' : 'index.html',
      // Everything that the page needs to begin is one file, because each of seventy small ones
      // would wait for a round trip. For the same reason each translation is one file.
      output: { codeSplitting: { groups: [{ name: 'page', tags: ['$initial'] }, { name: translationOfModule }] } },
    },
    emptyOutDir: mode !== benchMode,
    copyPublicDir: mode !== benchMode,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 1024,
  },
  test: {
    // On a small machine a software adapter takes seconds to compile a pipeline.
    testTimeout: 300_000,
    hookTimeout: 300_000,
    pool: 'forks',
    // For unit and WebGPU tests together, so that no core waits for the last file of the other
    // kind. Most of the time is compiling, on one core; while a software adapter computes, it uses
    // all cores. More than two files at once would only take more memory.
    maxWorkers: 2,
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['{src,cli,bench,packages,tools,e2e}/**/*.test.ts'],
          exclude: [...defaultExclude, ...webgpuTests],
          // No test replaces a module, so files share the modules that are loaded, tfjs above all.
          // That saves a third of the time.
          isolate: false,
          setupFiles: ['./tools/vitest/equal-bytes.ts', './tools/vitest/real-globals.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'page',
          include: ['{src,bench}/**/*.test.tsx'],
          // Components render without a browser: nothing is laid out or painted.
          environment: 'happy-dom',
          environmentOptions: {
            happyDOM: {
              url: 'https://playground.example/some/path/',
              // Without this, a press that saves a file would navigate to the file's address.
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
          // Shared modules as above: each file opens a device and changes nothing of it.
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
          // Shared modules as above: each file leaves the browser's classes and the backend as it
          // found them.
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
          // Shared modules as above; several files share one device, too: see
          // tools/vitest/one-device.ts.
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
