/**
 * Convolutions at training sizes, by any variant of our kernels or by tfjs' own, on the current
 * device.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { AdapterKind } from '../../src/ml/device/adapter.ts';
import { requiredWebgpuBackend } from '../../src/ml/device/current-backend.ts';
import { filterGradient } from '../../src/ml/kernels/conv2d/filter-gradient.ts';
import { convolve, inputGradient } from '../../src/ml/kernels/conv2d/gather.ts';
import {
  type ConvolutionSizes,
  convolutionSizes,
  filterShape,
  inShape,
  outShape,
} from '../../src/ml/kernels/conv2d/shape.ts';
import type { ConvolutionVariant } from '../../src/ml/kernels/conv2d/variants.ts';
import { stockKernels } from '../../src/ml/kernels/shared/register-kernel.ts';
import type { RecipeName } from '../../src/ml/options.ts';
import { randomStream } from '../../src/ml/random.ts';
import type { ConvolutionLayer } from '../cases/convolution-layers.ts';

export const directions = ['forward', 'input gradient', 'filter gradient'] as const;
export type Direction = (typeof directions)[number];

/** The networks whose layers are measured: every network that we train. */
export const networks: readonly RecipeName[] = ['quick', 'small', 'large', 'ddpm-cifar10'];

/** Batch size: the recipes' own on a GPU. On a CPU one layer of such a batch would take seconds. */
export function batchFor(kind: AdapterKind): number {
  return kind === 'gpu' ? 64 : 4;
}

export class LayerTensors {
  readonly sizes: ConvolutionSizes;
  readonly #x: tf.Tensor;
  readonly #filter: tf.Tensor;
  readonly #dy: tf.Tensor;
  readonly #pad: number;

  constructor(layer: ConvolutionLayer, batch: number) {
    const { side, inChannels, outChannels, kernel, stride } = layer;
    this.#pad = (kernel - 1) / 2;
    const sizes = convolutionSizes([batch, side, side, inChannels], [kernel, kernel, inChannels, outChannels], {
      strides: stride,
      pad: this.#pad,
    });
    if (sizes === null) throw new Error('a convolution of nothing');
    this.sizes = sizes;
    [this.#x, this.#filter, this.#dy] = [
      noise('x', inShape(sizes)),
      noise('w', filterShape(sizes)),
      noise('dy', outShape(sizes)),
    ];
  }

  /** Computed by our kernels. The result belongs to the caller, or to the caller's tidy. */
  ours(direction: Direction, variant: ConvolutionVariant): tf.Tensor {
    const backend = requiredWebgpuBackend();
    const [x, filter, dy] = [this.#x, this.#filter, this.#dy];
    switch (direction) {
      case 'forward':
        return tensorOf(convolve(backend, this.sizes, { x, filter }, variant));
      case 'input gradient':
        return tensorOf(inputGradient(backend, this.sizes, { dy, filter }, variant));
      case 'filter gradient':
        return tensorOf(filterGradient(backend, this.sizes, { x, dy }, variant));
      default:
        return direction satisfies never;
    }
  }

  /** Computed by tfjs' own kernels. */
  stock(direction: Direction): tf.Tensor {
    const { strides } = this.sizes;
    const attributes = { strides: [...strides] as [number, number], pad: this.#pad, dataFormat: 'NHWC' };
    const [x, filter, dy] = [this.#x, this.#filter, this.#dy];
    switch (direction) {
      case 'forward':
        return stockResult(tf.Conv2D, { x, filter }, { ...attributes, dilations: [1, 1] });
      case 'input gradient':
        return stockResult(tf.Conv2DBackpropInput, { dy, filter }, { ...attributes, inputShape: x.shape });
      case 'filter gradient':
        return stockResult(tf.Conv2DBackpropFilter, { x, dy }, { ...attributes, filterShape: filter.shape });
      default:
        return direction satisfies never;
    }
  }

  dispose(): void {
    tf.dispose([this.#x, this.#filter, this.#dy]);
  }
}

/**
 * The largest difference, relative to the largest expected number; infinite if a value is NaN or
 * infinite.
 */
export async function differenceOf(actual: tf.Tensor, expected: tf.Tensor): Promise<number> {
  const both = tf.tidy(() =>
    tf.stack([tf.max(tf.abs(tf.sub(actual, expected))), tf.max(tf.abs(expected)), tf.sum(tf.sub(actual, actual))]),
  );
  const [difference = Number.NaN, largest = 0, nothing = Number.NaN] = await both.data<'float32'>();
  both.dispose();
  const relative = difference / largest + nothing;
  return Number.isFinite(relative) ? relative : Number.POSITIVE_INFINITY;
}

function tensorOf(info: tf.TensorInfo): tf.Tensor {
  return tf.engine().makeTensorFromTensorInfo(info);
}

function stockResult(name: string, inputs: tf.NamedTensorMap, attrs: object): tf.Tensor {
  const kernel = stockKernels('webgpu').get(name);
  if (kernel === undefined) throw new Error(`tfjs' ${name} has not been replaced`);
  const result = kernel.kernelFunc({ inputs, attrs: attrs as tf.NamedAttrMap, backend: tf.backend() });
  if (Array.isArray(result)) throw new Error(`${name} has several results`);
  return tensorOf(result);
}

/**
 * Number of random values drawn; they are repeated to fill a tensor, because drawing millions would
 * take the CPU seconds. It is prime, so that the repetition does not line up with a tensor's rows.
 */
const drawn = 65_537;

function noise(purpose: string, shape: number[]): tf.Tensor {
  const values = new Float32Array(drawn);
  randomStream(11).fork(purpose).normal(0, values);
  const size = tf.util.sizeFromShape(shape);
  return tf.tidy(() =>
    tf.reshape(tf.slice(tf.tile(tf.tensor1d(values), [Math.ceil(size / drawn)]), [0], [size]), shape),
  );
}
