/**
 * Parameters are declared before they have values. So a network's names and shapes are known
 * without a device, and its values may come from PyTorch's initialization, a checkpoint or a test.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { RandomStream } from '../random.ts';
import { fromTorchLayout } from './torch-layout.ts';

/** How PyTorch initializes a parameter. */
export type Initialization =
  /** Weights and biases of convolutions and linear layers: `kaimingUniform`. */
  | { readonly kind: 'kaiming'; readonly fanIn: number }
  /** N(0, scale^2); N(0, 1) without a scale */
  | { readonly kind: 'normal'; readonly scale?: number }
  | { readonly kind: 'constant'; readonly value: number };

export interface ParameterSpec {
  /** The full name in a state dict, e.g. `mid_block.resnets.0.conv1.weight`. */
  readonly name: string;
  /** The shape in PyTorch. */
  readonly shape: readonly number[];
  readonly initialization: Initialization;
}

/**
 * Provides the values of one parameter: row-major in PyTorch's layout, or as a tensor on the device
 * in tfjs' layout, which is copied.
 */
export type ParameterSource = (parameter: ParameterSpec) => Float32Array | tf.Tensor;

/** A declared parameter. Its variable exists from `allocate` to `dispose`. */
export class Parameter<R extends tf.Rank = tf.Rank> implements ParameterSpec {
  #variable: tf.Variable<R> | null = null;

  constructor(
    readonly name: string,
    readonly shape: readonly number[],
    readonly initialization: Initialization,
  ) {}

  /** In tfjs' layout. */
  get value(): tf.Variable<R> {
    if (this.#variable === null) throw new Error(`${this.name} has no numbers yet`);
    return this.#variable;
  }

  allocate(source: ParameterSource): void {
    const numbers = source(this);
    if (numbers instanceof tf.Tensor) {
      this.#variable = tf.tidy(() => tf.variable(tf.add<tf.Tensor<R>>(numbers, 0)));
      return;
    }
    const { shape, values } = fromTorchLayout({ shape: this.shape, values: numbers });
    // Only the declaring layer knows the rank: R is the rank that it declared.
    const rankedShape = [...shape] as tf.ShapeMap[R];
    // A variable shares its first value with the tensor that it is made from, which the tidy frees.
    this.#variable = tf.tidy(() => tf.variable(tf.tensor<R>(values, rankedShape)));
  }
}

/**
 * Allocates all parameters of a network, by name. If one cannot be allocated, frees those before
 * it.
 */
export function allocateAll(
  declared: ReadonlyMap<string, Parameter>,
  source: ParameterSource,
): Map<string, tf.Variable> {
  const parameters = new Map<string, tf.Variable>();
  try {
    for (const [name, parameter] of declared) {
      parameter.allocate(source);
      parameters.set(name, parameter.value);
    }
  } catch (error) {
    for (const variable of parameters.values()) variable.dispose();
    throw error;
  }
  return parameters;
}

/** A node in PyTorch's tree of modules, in which layers declare their parameters. */
export class ModuleScope {
  readonly #declared: Map<string, Parameter>;
  readonly #prefix: string;

  constructor(declared: Map<string, Parameter>, prefix = '') {
    this.#declared = declared;
    this.#prefix = prefix;
  }

  /** `path` may be several names deep: `resnets.0`. */
  child(path: string): ModuleScope {
    return new ModuleScope(this.#declared, `${this.#prefix}${path}.`);
  }

  parameter<R extends tf.Rank>(
    name: 'weight' | 'bias',
    shape: readonly number[],
    initialization: Initialization,
  ): Parameter<R> {
    const parameter = new Parameter<R>(`${this.#prefix}${name}`, shape, initialization);
    if (this.#declared.has(parameter.name)) throw new Error(`${parameter.name} is declared twice`);
    this.#declared.set(parameter.name, parameter as unknown as Parameter);
    return parameter;
  }
}

/**
 * Copies the current values on the device, so that the copied network does not change while
 * training continues.
 */
export function copiedFrom(tensors: ReadonlyMap<string, tf.Tensor>): ParameterSource {
  return ({ name }) => {
    const tensor = tensors.get(name);
    if (tensor === undefined) throw new Error(`no numbers for ${name}`);
    return tensor;
  };
}

/**
 * PyTorch's defaults. Each parameter draws from a fork under its full name, so that adding a
 * parameter changes no other.
 */
export function torchInitialization(weights: RandomStream): (parameter: ParameterSpec) => Float32Array {
  return ({ name, shape, initialization }) => {
    const count = tf.util.sizeFromShape([...shape]);
    const stream = weights.fork(name);
    switch (initialization.kind) {
      case 'kaiming':
        return kaimingUniform(count, initialization.fanIn, stream);
      case 'normal': {
        const values = new Float32Array(count);
        stream.normal(0, values);
        const { scale = 1 } = initialization;
        return scale === 1 ? values : values.map((value) => scale * value);
      }
      case 'constant':
        return new Float32Array(count).fill(initialization.value);
      default:
        return initialization satisfies never;
    }
  };
}

/**
 * `n` numbers in the order of PyTorch's layout, uniform within +-1/sqrt(fanIn): PyTorch's default
 * for convolutions (`kaiming_uniform_(a=sqrt(5))` for weights, the same bound for biases).
 */
export function kaimingUniform(n: number, fanIn: number, stream: RandomStream): Float32Array {
  const bound = 1 / Math.sqrt(fanIn);
  const values = new Float32Array(n);
  stream.uniform(0, values);
  return values.map((u) => bound * (2 * u - 1));
}
