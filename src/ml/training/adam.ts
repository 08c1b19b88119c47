/**
 * Adam (Kingma and Ba, "Adam: A Method for Stochastic Optimization", ICLR 2015) as torch.optim.Adam computes it: epsilon is added to the
 * bias-corrected root, and the powers of the betas are float64. tfjs' own optimizer does neither.
 */
import * as tf from '@tensorflow/tfjs-core';

export interface AdamConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

export interface Adam {
  /** Updates done. Set when a checkpoint is loaded, together with the moments. */
  step: number;
  /** Running mean of the gradient, by parameter name; `exp_avg` in PyTorch. In tfjs' layouts. */
  readonly expAvg: ReadonlyMap<string, tf.Variable>;
  /** Running mean of the squared gradient; `exp_avg_sq` in PyTorch. */
  readonly expAvgSq: ReadonlyMap<string, tf.Variable>;
  /** One step; every parameter needs its gradient. The gradients stay the caller's. */
  update(gradients: ReadonlyMap<string, tf.Tensor>, learningRate: number): void;
  dispose(): void;
}

function zeros(parameters: ReadonlyMap<string, tf.Variable>): Map<string, tf.Variable> {
  const moments = new Map<string, tf.Variable>();
  for (const [name, parameter] of parameters) {
    moments.set(
      name,
      tf.tidy(() => tf.variable(tf.zeros(parameter.shape))),
    );
  }
  return moments;
}

function required<V>(map: ReadonlyMap<string, V>, name: string): V {
  const value = map.get(name);
  if (value === undefined) throw new Error(`no gradient or moment for parameter ${name}`);
  return value;
}

/**
 * Moments of zeros for each of the parameters, which stay the caller's: `update` changes them in place, with gradients of their shapes.
 * `learningRate` must be positive. `dispose` frees the moments.
 */
export function createAdam(parameters: ReadonlyMap<string, tf.Variable>, config: AdamConfig): Adam {
  const { beta1, beta2, epsilon } = config;
  const expAvg = zeros(parameters);
  const expAvgSq = zeros(parameters);
  return {
    step: 0,
    expAvg,
    expAvgSq,
    update(gradients, learningRate) {
      this.step++;
      const stepSize = learningRate / (1 - beta1 ** this.step);
      const rootCorrection = Math.sqrt(1 - beta2 ** this.step);
      tf.tidy(() => {
        for (const [name, parameter] of parameters) {
          const gradient = required(gradients, name);
          const [m, v] = [required(expAvg, name), required(expAvgSq, name)];
          m.assign(tf.add(m, tf.mul(tf.sub(gradient, m), 1 - beta1)));
          v.assign(tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2)));
          const denominator = tf.add(tf.div(tf.sqrt(v), rootCorrection), epsilon);
          parameter.assign(tf.sub(parameter, tf.mul(tf.div(m, denominator), stepSize)));
        }
      });
    },
    dispose() {
      for (const moment of [...expAvg.values(), ...expAvgSq.values()]) moment.dispose();
    },
  };
}
