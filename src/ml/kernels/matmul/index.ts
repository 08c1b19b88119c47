/**
 * Products of two matrices by our convolutions: A B is a convolution one pixel wide, A B^T its
 * input gradient and A^T B its filter gradient. tfjs' own kernels for small products use barriers,
 * which are expensive on a software adapter. Stacks of matrices, as in attention, are left to tfjs.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterFacts } from '../../device/adapter.ts';
import { filterGradient } from '../conv2d/filter-gradient.ts';
import { convolve, inputGradient } from '../conv2d/gather.ts';
import type { ConvolutionSizes } from '../conv2d/shape.ts';
import { type ConvolutionVariant, convolutionVariant } from '../conv2d/variants.ts';
import type { KernelCall, Replacement, Replacements } from '../shared/register-kernel.ts';

interface ProductAttributes {
  readonly transposeA: boolean;
  readonly transposeB: boolean;
  /** Only of the fused product. */
  readonly activation?: string;
}

/** [height, width] pixels of `inChannels` to as many of `outChannels`. */
function onePixelWide(size: readonly [number, number], inChannels: number, outChannels: number): ConvolutionSizes {
  const one = [1, 1] as const;
  return {
    batch: 1,
    inSize: size,
    inChannels,
    outSize: size,
    outChannels,
    filterSize: one,
    strides: one,
    padding: [0, 0],
  };
}

/** Rows and columns of the one matrix in the tensor; null if it holds several, or none. */
function matrixSize({ shape }: tf.TensorInfo): readonly [number, number] | null {
  const [rows = 0, columns = 0] = shape.slice(-2);
  return rows > 0 && tf.util.sizeFromShape(shape) === rows * columns && columns > 0 ? [rows, columns] : null;
}

function product({ inputs, attributes, backend }: KernelCall, variant: ConvolutionVariant): tf.TensorInfo | null {
  const { a, b, bias, preluActivationWeights } = inputs;
  const { transposeA, transposeB, activation = 'linear' } = attributes as unknown as ProductAttributes;
  if (!a || !b || preluActivationWeights || activation !== 'linear' || (transposeA && transposeB)) return null;
  const [sizeA, sizeB] = [matrixSize(a), matrixSize(b)];
  if (!sizeA || !sizeB || a.shape.length !== b.shape.length || a.dtype !== 'float32' || b.dtype !== 'float32')
    return null;
  const rows = sizeA[transposeA ? 1 : 0];
  const columns = sizeB[transposeB ? 0 : 1];
  // A bias that is not one number per column is left to tfjs to broadcast.
  if (bias && (transposeA || bias.dtype !== 'float32' || tf.util.sizeFromShape(bias.shape) !== columns)) return null;
  const shape = [...a.shape.slice(0, -2), rows, columns];
  const withBias = bias && { bias };
  if (transposeA) {
    // Each row of A is a row of pixels; the sum is split along these.
    const sizes = onePixelWide([sizeA[0], 1], rows, columns);
    return { ...filterGradient(backend, sizes, { x: a, dy: b }, variant), shape };
  }
  if (transposeB) {
    const sizes = onePixelWide([1, rows], columns, sizeB[1]);
    return { ...inputGradient(backend, sizes, { dy: a, filter: b, ...withBias }, variant), shape };
  }
  const sizes = onePixelWide([1, rows], sizeB[0], columns);
  return { ...convolve(backend, sizes, { x: a, filter: b, ...withBias }, variant), shape };
}

export function matrixProducts(facts: AdapterFacts): Replacements {
  const variant = convolutionVariant(facts);
  const replacement: Replacement = (call) => product(call, variant);
  return { [tf.BatchMatMul]: replacement, [tf._FusedMatMul]: replacement };
}
