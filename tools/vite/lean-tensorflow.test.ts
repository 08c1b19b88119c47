import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import {
  unusedKernels,
  withNamedImports,
  withoutModelStores,
  withoutOptimizers,
  withoutUnusedKernels,
  withoutWebAssembly,
} from './lean-tensorflow.ts';

const { resolve } = createRequire(import.meta.url);

function source(packageName: string, file: string): string {
  return readFileSync(join(dirname(resolve(`${packageName}/package.json`)), file), 'utf8');
}

test('removes unused kernels from the list, and keeps all others', () => {
  const all = source('@tensorflow/tfjs-backend-webgpu', 'dist/register_all_kernels.js');
  const lean = withoutUnusedKernels(all);
  const imported = (code: string) => code.match(/'\.\/kernels\/\w+'/g)?.length ?? 0;
  const listed = (code: string) => code.match(/^ {4}\w+Config,?$/gm)?.length ?? 0;
  expect(imported(lean)).toBe(imported(all) - unusedKernels.length);
  expect(listed(lean)).toBe(listed(all) - unusedKernels.length);
  expect(lean).toContain("import { fusedConv2DConfig } from './kernels/FusedConv2D';");
});

test('imports shared functions by name', () => {
  const lean = withNamedImports(source('@tensorflow/tfjs-backend-webgpu', 'dist/kernel_utils/shared.js'));
  expect(lean).toMatch(
    /^export \{ addImpl as addImplCPU, castImpl as castImplCPU, .* \} from '@tensorflow\/tfjs-backend-cpu/,
  );
});

test('removes only the model stores and the registry of optimizers', () => {
  const platform = source('@tensorflow/tfjs-core', 'dist/platforms/platform_browser.js');
  const leanPlatform = withoutModelStores(platform);
  expect(leanPlatform).not.toMatch(/ModelStoreManagerRegistry\.|from '\.\.\/io/);
  expect(leanPlatform).toMatch(/setPlatform\('browser', new PlatformBrowser\(\)\);\n\s+\/\/.*\n\s+\/\/.*\n\}/);
  const lean = withoutOptimizers(source('@tensorflow/tfjs-core', 'dist/index.js'));
  expect(lean).toMatch(/import '\.\/base_side_effects';/);
  expect(lean).not.toMatch(/^registerOptimizers|^import .*register_optimizers/m);
});

test('removes only the WebAssembly for 64-bit integers', () => {
  const long = source('long', 'src/long.js');
  const lean = withoutWebAssembly(long);
  expect(lean).not.toContain('WebAssembly');
  expect(lean).toMatch(/^var wasm = null;\s+\/\*\*\s+\* Constructs a 64 bit/m);
  expect(long.split('\n')).toHaveLength(lean.split('\n').length + 6);
});
