/** Optimizers of tfjs whose `applyGradients` is replaced, and put back. */
import * as tf from '@tensorflow/tfjs-core';
import { SlicedBackend } from '../../../../src/ml/device/sliced-backend.ts';
import type { UniformValues } from '../../../../src/ml/kernels/shared/uniform-struct.ts';
import { applyRule, type Updated, type UpdateRule } from './update-rule.ts';

/** tfjs' argument: by name, or a list that says its names. */
type Gradients = Readonly<Record<string, tf.Tensor>> | readonly { readonly name: string; readonly tensor: tf.Tensor }[];

/** What tfjs keeps of a variable. */
export interface Kept {
  readonly variable: tf.Variable;
}

interface Optimizer {
  applyGradients(gradients: Gradients): void;
  incrementIterations(): void;
}

/** `Fields`: those of tfjs' class, which it declares private or protected. */
export interface OptimizerReplacement<Fields> {
  readonly optimizer: { readonly prototype: object };
  readonly rule: UpdateRule;
  /**
   * The lists of the rule's state, by the index of a variable; null where only tfjs' own can
   * compute.
   */
  state(fields: Fields): readonly (readonly (Kept | undefined)[])[] | null;
  settings(fields: Fields): UniformValues;
  /** The numbers of this step. */
  numbers(fields: Fields): readonly tf.Scalar[];
  /** After the variables: what else changes in a step. */
  finish?(fields: Fields): void;
}

/**
 * Null if tfjs' own must compute this step: the first, which makes the state, and whatever is not
 * float32.
 */
function updatesOf(gradients: Gradients, lists: readonly (readonly (Kept | undefined)[])[]): Updated[] | null {
  const named = Array.isArray(gradients)
    ? gradients.map(({ name, tensor }): [string, tf.Tensor] => [name, tensor])
    : Object.entries(gradients as Readonly<Record<string, tf.Tensor>>);
  const updates: Updated[] = [];
  for (const [i, [name, gradient]] of named.entries()) {
    const value: tf.Variable | undefined = tf.engine().registeredVariables[name];
    const state = lists.map((list) => list[i]?.variable);
    if (value === undefined || !state.every((variable) => variable !== undefined)) return null;
    // A variable without a gradient stays as it is.
    if (gradient == null) continue;
    const fits = ({ dtype, size }: tf.Tensor) => dtype === 'float32' && size === value.size;
    if (value.size === 0 || ![value, gradient, ...state].every(fits)) return null;
    updates.push({ value, gradient, state });
  }
  return updates;
}

/** Returns a function that puts tfjs' own back. */
export function replaceOptimizer<Fields>(replacement: OptimizerReplacement<Fields>): () => void {
  const prototype = replacement.optimizer.prototype as Optimizer;
  const stock = prototype.applyGradients;
  prototype.applyGradients = function (this: Optimizer & Fields, gradients) {
    const backend = tf.backend();
    const lists = backend instanceof SlicedBackend ? replacement.state(this) : null;
    const updates = lists && updatesOf(gradients, lists);
    if (!updates || !(backend instanceof SlicedBackend)) {
      stock.call(this, gradients);
      return;
    }
    tf.tidy(() => {
      const numbers = tf.stack([...replacement.numbers(this)]);
      const settings = replacement.settings(this);
      for (const update of updates) applyRule(backend, replacement.rule, update, settings, numbers);
      replacement.finish?.(this);
    });
    this.incrementIterations();
  };
  return () => {
    prototype.applyGradients = stock;
  };
}
