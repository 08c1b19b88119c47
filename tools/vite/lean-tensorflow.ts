/**
 * The shipped tfjs: without the kernels that nothing here uses, and without its storage of models.
 * Its packages register everything at import, so no bundler removes the unused parts.
 */
import type { Plugin } from 'vite';

/**
 * The omitted kernels of tfjs' WebGPU backend, by their names, which are also their file names.
 * They are not registered in tests on Dawn either (`tools/vitest/dawn.ts`), so that code which
 * needs one fails there.
 */
export const unusedKernels = [
  ...['Atan2', 'Mod'],
  ...['Elu', 'EluGrad', 'LeakyRelu', 'Prelu', 'Relu6', 'Selu'],
  ...['ArgMax', 'ArgMin', 'Bincount', 'DenseBincount', 'Cumprod', 'LinSpace', 'Multinomial', 'SearchSorted'],
  ...['AvgPool3D', 'AvgPool3DGrad', 'MaxPool3D', 'MaxPool3DGrad', 'MaxPoolWithArgmax'],
  ...['Conv3D', 'Conv3DBackpropFilterV2', 'Conv3DBackpropInputV2'],
  ...['DepthwiseConv2dNative', 'DepthwiseConv2dNativeBackpropFilter', 'DepthwiseConv2dNativeBackpropInput'],
  ...['FusedDepthwiseConv2D', 'Dilation2D', 'Dilation2DBackpropFilter', 'Dilation2DBackpropInput', 'LRN', 'LRNGrad'],
  ...['BatchToSpaceND', 'SpaceToBatchND', 'DepthToSpace', 'Diag', 'Einsum', 'MirrorPad', 'FusedBatchNorm'],
  ...['CropAndResize', 'Draw', 'FlipLeftRight', 'FromPixels', 'ResizeBilinear', 'ResizeBilinearGrad'],
  ...['NonMaxSuppressionV3', 'NonMaxSuppressionV5', 'RotateWithOffset', 'Transform'],
  ...['FFT', 'IFFT', 'SparseSegmentMean', 'SparseSegmentSum', 'SparseToDense', 'StringNGrams', 'TensorScatterUpdate'],
] as const;

/**
 * Changes `register_all_kernels.js`: removes the import of each unused kernel and its entry in the
 * list.
 */
export function withoutUnusedKernels(code: string): string {
  return unusedKernels.reduce((rest, kernel) => {
    const [line, config] = new RegExp(`^import \\{ (\\w+) \\} from '\\./kernels/${kernel}';\n`, 'm').exec(rest) ?? [];
    if (line === undefined || config === undefined)
      throw new Error(`tfjs' WebGPU backend registers no kernel ${kernel}`);
    return rest.replace(line, '').replace(new RegExp(`^ +${config},?\n`, 'm'), '');
  }, code);
}

/**
 * Changes `kernel_utils/shared.js`, which takes 36 functions from another package's namespace and
 * so keeps everything in it.
 */
export function withNamedImports(code: string): string {
  const [, from] = /import \* as shared from ('[^']+');/.exec(code) ?? [];
  const [, names] = /const \{([^}]+)\} = shared;/.exec(code) ?? [];
  if (from === undefined || names === undefined)
    throw new Error("tfjs' shared kernels are imported otherwise than expected");
  return `export {${names.replaceAll(':', ' as')}} from ${from};`;
}

/**
 * Changes `platform_browser.js`, which registers stores for models in localStorage and IndexedDB.
 */
export function withoutModelStores(code: string): string {
  return code
    .replace(/^import .* from '\.\.\/io\/.*';\n/gm, '')
    .replace(/^ +try \{\n +ModelStoreManagerRegistry[^}]+\}\n +catch \(err\) \{\n +\}\n/gm, '');
}

/**
 * Changes tfjs-core's `index.js`, which registers its optimizers for models that are loaded from a
 * file.
 */
export function withoutOptimizers(code: string): string {
  return code.replace(/^import \{ registerOptimizers \}.*\n/m, '').replace(/^registerOptimizers\(\);\n/m, '');
}

/**
 * Changes `long.js`, tfjs' integers of 64 bits: it compiles a little WebAssembly where it can,
 * which the page's content security policy forbids, and has the same in JavaScript.
 */
export const withoutWebAssembly = (code: string): string =>
  code.replace(/^try \{\s+wasm = new WebAssembly.*?^\} catch .*?^\}\s/ms, '');

const changes: readonly (readonly [file: string, change: (code: string) => string])[] = [
  ['/tfjs-backend-webgpu/dist/register_all_kernels.js', withoutUnusedKernels],
  ['/tfjs-backend-webgpu/dist/kernel_utils/shared.js', withNamedImports],
  ['/tfjs-core/dist/platforms/platform_browser.js', withoutModelStores],
  ['/tfjs-core/dist/index.js', withoutOptimizers],
  ['/long/src/long.js', withoutWebAssembly],
];

export function leanTensorflow(): Plugin {
  return {
    name: 'lean-tensorflow',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      const [, change] = changes.find(([file]) => id.endsWith(file)) ?? [];
      if (change === undefined) return null;
      const changed = change(code);
      if (changed === code) this.error(`nothing was left out of ${id}: tfjs has changed`);
      return { code: changed, map: null };
    },
  };
}
