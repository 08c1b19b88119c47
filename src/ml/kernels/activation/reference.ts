import * as tf from '@tensorflow/tfjs-core';

/** PyTorch's SiLU, GELU (exact, not the tanh approximation), Mish and ReLU. */
export type ActivationName = 'silu' | 'gelu' | 'mish' | 'relu';

/** The value and the derivative at x. */
interface Formula {
  value(x: tf.Tensor): tf.Tensor;
  derivative(x: tf.Tensor): tf.Tensor;
}

/** The probability that a standard normal number is below x. */
const normalBelow = (x: tf.Tensor) => tf.mul(tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1), 0.5);

const formulas: Readonly<Record<ActivationName, Formula>> = {
  silu: {
    value: (x) => tf.mul(x, tf.sigmoid(x)),
    derivative: (x) => {
      const s = tf.sigmoid(x);
      return tf.mul(s, tf.add(1, tf.mul(x, tf.sub(1, s))));
    },
  },
  // x P(X <= x); the derivative adds x times the density (Hendrycks and Gimpel, "Gaussian Error
  // Linear Units", 2016).
  gelu: {
    value: (x) => tf.mul(x, normalBelow(x)),
    derivative: (x) => {
      const density = tf.mul(tf.exp(tf.mul(tf.square(x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
      return tf.add(normalBelow(x), tf.mul(x, density));
    },
  },
  // x tanh(log(1 + e^x)) (Misra, "Mish: A Self Regularized Non-Monotonic Activation Function",
  // 2019).
  mish: {
    value: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
    derivative: (x) => {
      const t = tf.tanh(tf.softplus(x));
      return tf.add(t, tf.mul(tf.mul(x, tf.sigmoid(x)), tf.sub(1, tf.square(t))));
    },
  },
  relu: {
    value: (x) => tf.relu(x),
    derivative: (x) => tf.cast(tf.greater(x, 0), 'float32'),
  },
};

/**
 * Composed of tfjs' operations. Tests compare the kernel with it, and backends without the kernel
 * use it.
 */
export function referenceActivation<T extends tf.Tensor>(name: ActivationName, x: T): T {
  const { value, derivative } = formulas[name];
  const withGradient = tf.customGrad((...inputs) => {
    const [input, save] = inputs as unknown as [tf.Tensor, tf.GradSaveFunc];
    save([input]);
    return {
      value: value(input),
      gradFunc: (dy: tf.Tensor, [saved]: tf.Tensor[]) => tf.mul(dy, derivative(saved as tf.Tensor)),
    };
  });
  return withGradient(x) as T;
}
