/** Linear layers, with their bias. */
import * as tf from '@tensorflow/tfjs-core';
import { webgpuBackend } from '../../device/current-backend.ts';
import { webgpuTransposed } from '../conv2d/layer-webgpu.ts';
import { webgpuLinearLayers } from './several-webgpu.ts';
import { stacks, webgpuStackedLinearLayers } from './stacked-webgpu.ts';

export interface LinearTensors {
  /** [rows, in] */
  readonly x: tf.Tensor2D;
  /** [out, in], as PyTorch keeps it. */
  readonly weight: tf.Tensor2D;
  /** [out] */
  readonly bias: tf.Tensor1D;
  /** Added to the result, with the same shape. */
  readonly added?: tf.Tensor2D;
}

/** x W^T + bias: [rows, out]. */
export function linearLayer(tensors: LinearTensors): tf.Tensor2D {
  return webgpuBackend() ? webgpuLinear(tensors) : referenceLinear(tensors);
}

export type LinearParameters = Pick<LinearTensors, 'weight' | 'bias'>;

/** Several layers of the same x. For many small ones. */
export function linearLayers(x: tf.Tensor2D, layers: readonly LinearParameters[]): tf.Tensor2D[] {
  return (webgpuBackend() ? webgpuLinearLayers : referenceLinearLayers)(x, layers);
}

/** The same, for large layers of the same shape. */
export function stackedLinearLayers(x: tf.Tensor2D, layers: readonly LinearParameters[]): tf.Tensor2D[] {
  const [rows, inFeatures] = x.shape;
  const [outFeatures = 0] = layers[0]?.bias.shape ?? [];
  const fused = webgpuBackend() && layers.length > 1 && stacks({ rows, inFeatures, outFeatures });
  return fused ? webgpuStackedLinearLayers(x, layers) : layers.map((layer) => linearLayer({ x, ...layer }));
}

export function referenceLinearLayers(x: tf.Tensor2D, layers: readonly LinearParameters[]): tf.Tensor2D[] {
  return layers.map((layer) => referenceLinear({ x, ...layer }));
}

/**
 * Composed of tfjs' operations. The kernel is checked against it, and backends without the kernel
 * use it.
 */
export function referenceLinear({ x, weight, bias, added }: LinearTensors): tf.Tensor2D {
  const product = tf.fused.matMul({ a: x, b: weight, transposeB: true, bias }) as tf.Tensor2D;
  return added ? tf.add(added, product) : product;
}

/**
 * Rows are the pixels of a picture one pixel wide; the filter of a transposed convolution is laid
 * out as [.., out, in].
 */
function webgpuLinear({ x, weight, bias, added }: LinearTensors): tf.Tensor2D {
  const [rows] = x.shape;
  const [outFeatures, inFeatures] = weight.shape;
  const picture = (of: tf.Tensor2D): tf.Tensor4D => tf.reshape(of, [1, rows, 1, of.shape[1]]);
  const filter: tf.Tensor4D = tf.reshape(weight, [1, 1, outFeatures, inFeatures]);
  const tensors = { x: picture(x), filter, bias, ...(added && { added: picture(added) }) };
  return tf.reshape(webgpuTransposed(tensors, [rows, 1], { strides: 1, pad: 0, stored: 'float32' }), [
    rows,
    outFeatures,
  ]);
}
