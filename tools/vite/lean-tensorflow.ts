/**
 * tfjs as it is shipped: without the kernels that nothing here computes with, and without its ways of storing models. Its packages register all of
 * them when they are imported, so no bundler leaves one out.
 */
import type { Plugin } from 'vite';

/**
 * Kernels of tfjs' WebGPU backend that are left out, by their names, which are their files' names too. In tests on Dawn they are not registered either
 * (`tools/vitest/dawn.ts`): code that comes to need one fails there.
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

/** Of `register_all_kernels.js`: without the import of each unused kernel and without its place in the list. */
export function withoutUnusedKernels(code: string): string {
  return unusedKernels.reduce((rest, kernel) => {
    const [line, config] = new RegExp(`^import \\{ (\\w+) \\} from '\\./kernels/${kernel}';\n`, 'm').exec(rest) ?? [];
    if (line === undefined || config === undefined)
      throw new Error(`tfjs' WebGPU backend registers no kernel ${kernel}`);
    return rest.replace(line, '').replace(new RegExp(`^ +${config},?\n`, 'm'), '');
  }, code);
}

/** Of `kernel_utils/shared.js`, which takes 36 functions out of another package's namespace and so keeps all that is in it. */
export function withNamedImports(code: string): string {
  const [, from] = /import \* as shared from ('[^']+');/.exec(code) ?? [];
  const [, names] = /const \{([^}]+)\} = shared;/.exec(code) ?? [];
  if (from === undefined || names === undefined)
    throw new Error("tfjs' shared kernels are imported otherwise than expected");
  return `export {${names.replaceAll(':', ' as')}} from ${from};`;
}

/** Of `platform_browser.js`: it registers stores for models in localStorage and IndexedDB. */
export function withoutModelStores(code: string): string {
  return code
    .replace(/^import .* from '\.\.\/io\/.*';\n/gm, '')
    .replace(/^ +try \{\n +ModelStoreManagerRegistry[^}]+\}\n +catch \(err\) \{\n +\}\n/gm, '');
}

/** Of tfjs-core's `index.js`: it registers its optimizers for models that are loaded from a file. */
export function withoutOptimizers(code: string): string {
  return code.replace(/^import \{ registerOptimizers \}.*\n/m, '').replace(/^registerOptimizers\(\);\n/m, '');
}

const changes: readonly (readonly [file: string, change: (code: string) => string])[] = [
  ['/tfjs-backend-webgpu/dist/register_all_kernels.js', withoutUnusedKernels],
  ['/tfjs-backend-webgpu/dist/kernel_utils/shared.js', withNamedImports],
  ['/tfjs-core/dist/platforms/platform_browser.js', withoutModelStores],
  ['/tfjs-core/dist/index.js', withoutOptimizers],
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
