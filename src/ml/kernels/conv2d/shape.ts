/** The sizes of a convolution as its kernels need them. Pairs are [vertical, horizontal]. */
import * as tf from '@tensorflow/tfjs-core';

type Pair = readonly [number, number];

export interface ConvolutionSizes {
  readonly batch: number;
  /** The larger picture, which the forward convolution reads. */
  readonly inSize: Pair;
  readonly inChannels: number;
  /** The smaller picture, which the forward convolution writes. */
  readonly outSize: Pair;
  readonly outChannels: number;
  readonly filterSize: Pair;
  readonly strides: Pair;
  /** Zeros above and on the left. Those below and on the right follow from the sizes. */
  readonly padding: Pair;
  /**
   * For a filter's gradient: rows of the larger picture from one row of taps to the next; default
   * 1.
   */
  readonly tapRows?: number;
}

/** tfjs' attributes of its convolutions; `dilations` only forward. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
  readonly dilations?: number | [number, number];
}

/** Null if our kernels do not support it. x: [n, h, w, in], filter: [height, width, in, out]. */
export function convolutionSizes(
  xShape: number[],
  filterShape: number[],
  { strides, pad, dataFormat, dimRoundingMode, dilations }: ConvolutionAttributes,
): ConvolutionSizes | null {
  if (dataFormat === 'NCHW') return null;
  const info = tf.backend_util.computeConv2DInfo(
    xShape as [number, number, number, number],
    filterShape as [number, number, number, number],
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
  );
  if (info.dilationHeight !== 1 || info.dilationWidth !== 1) return null;
  // Without images or pixels: tfjs knows the result.
  if (tf.util.sizeFromShape(info.inShape) * tf.util.sizeFromShape(info.outShape) === 0) return null;
  return {
    batch: info.batchSize,
    inSize: [info.inHeight, info.inWidth],
    inChannels: info.inChannels,
    outSize: [info.outHeight, info.outWidth],
    outChannels: info.outChannels,
    filterSize: [info.filterHeight, info.filterWidth],
    strides: [info.strideHeight, info.strideWidth],
    padding: [info.padInfo.top, info.padInfo.left],
  };
}

export function inShape({ batch, inSize, inChannels }: ConvolutionSizes): number[] {
  return [batch, ...inSize, inChannels];
}

export function outShape({ batch, outSize, outChannels }: ConvolutionSizes): number[] {
  return [batch, ...outSize, outChannels];
}

export function filterShape({ filterSize, inChannels, outChannels }: ConvolutionSizes): number[] {
  return [...filterSize, inChannels, outChannels];
}
