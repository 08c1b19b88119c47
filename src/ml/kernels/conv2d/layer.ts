/** Convolutions as a network's layers have them, with their bias, and their whole backward pass at once. */
import type * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { type LayerOptions, type LayerTensors, referenceConvolution, referenceTransposed } from './layer-reference.ts';
import { webgpuConvolution, webgpuTransposed } from './layer-webgpu.ts';

export type { LayerOptions, LayerTensors };

/** x [n, h, w, in], filter [height, width, in, out] -> [n, h', w', out] */
export function convolutionLayer(tensors: LayerTensors, options: LayerOptions): tf.Tensor4D {
  const convolve = webgpuBackend() ? webgpuConvolution : referenceConvolution;
  return convolve(tensors, options);
}

/** x [n, h', w', in], filter [height, width, out, in] -> [n, h, w, out], of the size that the convolution makes x's of. */
export function transposedLayer(
  tensors: LayerTensors,
  size: readonly [number, number],
  options: LayerOptions,
): tf.Tensor4D {
  const convolve = webgpuBackend() ? webgpuTransposed : referenceTransposed;
  return convolve(tensors, size, options);
}
