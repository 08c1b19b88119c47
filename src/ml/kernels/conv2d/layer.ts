/** Convolutions as layers of a network, with a bias and the whole backward pass in one. */
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

/**
 * x [n, h', w', in], filter [height, width, out, in] -> [n, h, w, out]: the size from which the
 * convolution makes x's size.
 */
export function transposedLayer(
  tensors: LayerTensors,
  size: readonly [number, number],
  options: LayerOptions,
): tf.Tensor4D {
  const convolve = webgpuBackend() ? webgpuTransposed : referenceTransposed;
  return convolve(tensors, size, options);
}
