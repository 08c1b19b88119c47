/**
 * Updates one variable in one dispatch. tfjs' optimizers take two to fifteen, and upload each one's
 * numbers every time. As in tfjs, the results are new tensors, so that a clone of a variable keeps
 * its old numbers.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { SlicedBackend } from '../../../../src/ml/device/sliced-backend.ts';
import { type ComputeProgram, dispatch } from '../../../../src/ml/kernels/shared/compute-program.ts';
import type { UniformType, UniformValues } from '../../../../src/ml/kernels/shared/uniform-struct.ts';
import { componentsFor, elementOf } from '../../../../src/ml/kernels/shared/vector-width.ts';

export interface UpdateRule {
  readonly name: string;
  /** The names that `source` uses for what the optimizer keeps of each variable. */
  readonly state: readonly string[];
  /** The names that `source` uses for settings that do not change during a run. */
  readonly settings: readonly string[];
  /**
   * WGSL that computes the new `value` and state from `value`, `gradient` and the state, all of
   * type T. The numbers of this step are `numbers[0]`, `numbers[1]`, ...
   */
  readonly source: string;
}

/** A variable and its gradient, with its state in the order of the rule. */
export interface Updated {
  readonly value: tf.Variable;
  readonly gradient: tf.Tensor;
  readonly state: readonly tf.Variable[];
}

function programOf(rule: UpdateRule, components: 4 | 1): ComputeProgram {
  const element = elementOf(components);
  const changed = ['value', ...rule.state];
  const elements = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, element]));
  return {
    key: `Update ${rule.name} ${components}`,
    workgroup: 64,
    uniforms: {
      elements: 'u32',
      ...Object.fromEntries(rule.settings.map((name): [string, UniformType] => [name, 'f32'])),
    },
    reads: { ...elements(['gradients', ...changed.map((name) => `old_${name}`)]), numbers: 'f32' },
    writes: elements(changed.map((name) => `new_${name}`)),
    source: /* wgsl */ `
      alias T = ${element};
      fn main(workgroup : u32, lane : u32) {
        let i = workgroup * workgroupSize + lane;
        if (i >= uniforms.elements) { return; }
        let gradient = gradients[i];
        ${changed.map((name) => `var ${name} = old_${name}[i];`).join('\n')}
        ${rule.source}
        ${changed.map((name) => `new_${name}[i] = ${name};`).join('\n')}
      }
    `,
  };
}

/**
 * Changes the variable and its state. `numbers`: this step's numbers, concatenated in one tensor.
 */
export function applyRule(
  backend: SlicedBackend,
  rule: UpdateRule,
  { value, gradient, state }: Updated,
  settings: UniformValues,
  numbers: tf.Tensor,
): void {
  const components = componentsFor(value.size);
  const program = programOf(rule, components);
  const variables = [value, ...state];
  const names = ['value', ...rule.state];
  const results = variables.map(({ shape }) => backend.makeTensorInfo(shape, 'float32'));
  const named = <Item>(prefix: string, items: readonly Item[]) =>
    Object.fromEntries(items.map((item, i): [string, Item] => [`${prefix}_${names[i]}`, item]));
  const elements = value.size / components;
  dispatch(backend, program, {
    uniforms: { elements, ...settings },
    reads: { gradients: gradient, ...named('old', variables), numbers },
    writes: named('new', results),
    workgroups: Math.ceil(elements / program.workgroup),
  });
  for (const [i, variable] of variables.entries()) {
    const result = results[i];
    if (result) tf.tidy(() => variable.assign(tf.engine().makeTensorFromTensorInfo(result)));
  }
}
