/**
 * The arithmetic of one update, composed of tfjs' operations: clipping as in
 * torch.nn.utils.clip_grad_norm_, AdamW (Loshchilov and Hutter, "Decoupled Weight Decay
 * Regularization", ICLR 2019, algorithm 2) as in torch.optim.AdamW, the average as in diffusers'
 * EMAModel.step. The kernel is checked against it, and backends without the kernel use it.
 */
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerState, UpdateConstants, UpdateNumbers } from './update.ts';

/** Keeps the clipping coefficient finite where the gradient is zero; PyTorch's value. */
export const normEpsilon = 1e-6;

/**
 * Returns the loss and the gradients' norm before clipping, as a tensor [2] that belongs to the
 * caller. Frees everything else that it makes, and reads nothing back.
 */
export function composedUpdate(
  state: OptimizerState,
  { beta1, beta2, epsilon, maxGradNorm, matrixRule }: UpdateConstants,
  numbers: UpdateNumbers,
  gradients: ReadonlyMap<string, tf.Tensor>,
  loss: tf.Tensor,
): tf.Tensor1D {
  const { stepSize, rootCorrection, shrink, emaDecay } = numbers;
  return tf.tidy(() => {
    const norm = totalNorm([...state.parameters.keys()].map((name) => required(gradients, name)));
    const measured = tf.stack([tf.reshape(loss, []), norm]) as tf.Tensor1D;
    state.healthy.assign(tf.mul(state.healthy, tf.cast(tf.all(tf.isFinite(measured)), 'float32')));
    const healthy = tf.greater(state.healthy, 0);
    const scale = maxGradNorm === null ? null : tf.minimum(tf.div(maxGradNorm, tf.add(norm, normEpsilon)), 1);
    for (const [name, parameter] of state.parameters) {
      // Only one parameter's intermediates exist at a time: all of them together would be many
      // times the network's size.
      tf.tidy(() => {
        const good = tf.broadcastTo(healthy, parameter.shape);
        const change = (variable: tf.Variable, value: tf.Tensor) => variable.assign(tf.where(good, value, variable));
        const raw = required(gradients, name);
        const gradient = scale === null ? raw : tf.mul(raw, scale);
        const momentum = state.momentum.get(name);
        if (matrixRule && momentum) {
          const changed = matrixRule.composed(parameter, momentum, gradient, numbers);
          change(momentum, changed.momentum);
          change(parameter, changed.parameter);
        } else {
          const [m, v] = [required(state.expAvg, name), required(state.expAvgSq, name)];
          change(m, tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1)));
          change(v, tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          const denominator = tf.add(tf.div(tf.sqrt(v), rootCorrection), epsilon);
          const shrunk = shrink === 1 ? parameter : tf.mul(parameter, shrink);
          change(parameter, tf.sub(shrunk, tf.mul(tf.div(m, denominator), stepSize)));
        }
        const average = state.ema?.get(name);
        if (average) change(average, tf.sub(average, tf.mul(tf.sub(average, parameter), 1 - emaDecay)));
      });
    }
    return measured;
  });
}

/** Euclidean norm of all tensors together: the norm of their norms, as PyTorch computes it. */
function totalNorm(tensors: readonly tf.Tensor[]): tf.Scalar {
  return tf.tidy(() => tf.sqrt(tf.sum(tf.stack(tensors.map((tensor) => tf.sum(tf.square(tensor)))))));
}

export function required<V>(map: ReadonlyMap<string, V>, name: string): V {
  const value = map.get(name);
  if (value === undefined) throw new Error(`no gradient or moment for parameter ${name}`);
  return value;
}
