/** Replaces `applyGradients` of tfjs' optimizers, and restores it. */
import * as tf from '@tensorflow/tfjs-core';
import { SlicedBackend } from '../../../../src/ml/device/sliced-backend.ts';
import type { UniformValues } from '../../../../src/ml/kernels/shared/uniform-struct.ts';
import { applyRule, type Updated, type UpdateRule } from './update-rule.ts';

/** The argument of tfjs' `applyGradients`: gradients by variable name, or a list with names. */
type Gradients = Readonly<Record<string, tf.Tensor>> | readonly { readonly name: string; readonly tensor: tf.Tensor }[];

/** The form in which tfjs keeps a state variable. */
export interface Kept {
  readonly variable: tf.Variable;
}

interface Optimizer {
  applyGradients(gradients: Gradients): void;
  incrementIterations(): void;
}

/** `Fields`: fields of tfjs' class, which it declares private or protected. */
export interface OptimizerReplacement<Fields> {
  readonly optimizer: { readonly prototype: object };
  readonly rule: UpdateRule;
  /**
   * The rule's lists of state, each by variable index; null if only tfjs' own code can compute the
   * step.
   */
  state(fields: Fields): readonly (readonly (Kept | undefined)[])[] | null;
  settings(fields: Fields): UniformValues;
  /** Numbers that change from step to step. */
  numbers(fields: Fields): readonly tf.Scalar[];
  /** Changes the rest of the optimizer's state, after the variables. */
  finish?(fields: Fields): void;
}

/**
 * Null if tfjs' own code must compute this step: the first, which creates the state, and any with
 * tensors that are not float32.
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
    // A variable without a gradient does not change.
    if (gradient == null) continue;
    const fits = ({ dtype, size }: tf.Tensor) => dtype === 'float32' && size === value.size;
    if (value.size === 0 || ![value, gradient, ...state].every(fits)) return null;
    updates.push({ value, gradient, state });
  }
  return updates;
}

/** Returns a function that restores tfjs' own. */
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
