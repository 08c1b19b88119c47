/**
 * Updates a network's weights: AdamW with clipping and an average, or plain Adam, as the recipe's
 * `OptimizerConfig` says. Muon may take over the matrices.
 */
import * as tf from '@tensorflow/tfjs-core';
import { createUpdate, type LossScaling, type MatrixRule } from '../kernels/adamw/index.ts';
import type { EmaConfig, OptimizerConfig } from '../recipes.ts';

export interface Optimizer {
  /**
   * Number of updates begun. Set when a checkpoint is loaded, together with the moments and the
   * average.
   */
  step: number;
  /**
   * Running mean of the gradient, by the name of each parameter of AdamW; `exp_avg` in PyTorch. In
   * tfjs' layouts.
   */
  readonly expAvg: ReadonlyMap<string, tf.Variable>;
  /** Running mean of the squared gradient; `exp_avg_sq` in PyTorch. */
  readonly expAvgSq: ReadonlyMap<string, tf.Variable>;
  /**
   * Muon's running mean of the gradient, for each of its parameters; `momentum_buffer` in PyTorch.
   */
  readonly momentum: ReadonlyMap<string, tf.Variable>;
  /** The averaged weights; null if the recipe keeps none. */
  readonly ema: ReadonlyMap<string, tf.Variable> | null;
  /**
   * Scalar: `update` takes gradients of the loss times this, and the loss without it. Null: the
   * loss is not scaled.
   */
  readonly lossScale: tf.Tensor | null;
  /**
   * Begins the next step, at this rate. Everything until `update` has returned may be recorded, and
   * replayed after another `begin`.
   */
  begin(learningRate: number): void;
  /**
   * Brings weights, moments and average to the device, where updates change them. Otherwise `begin`
   * does so, with those that were assigned since.
   */
  settle(): void;
  /**
   * Ends the step; every parameter needs its gradient. The gradients and the loss (a scalar) belong
   * to the caller. Returns the tensor for `readMeasured`, which belongs to the caller. Once the
   * loss or the norm is not finite nothing is updated any more (weights, moments and average are
   * those of the last good step), though `step` counts on, until `recover` is called.
   */
  update(gradients: ReadonlyMap<string, tf.Tensor>, loss: tf.Tensor): tf.Tensor1D;
  /** Goes on from the last good step, which has the number `step`. */
  recover(step: number): void;
  dispose(): void;
}

/** The numbers that `update` measures. `kernels/adamw` computes them, in this order. */
export interface Measured {
  /** Before the update. */
  readonly loss: number;
  /** Euclidean, over all parameters together, before clipping. */
  readonly gradientNorm: number;
}

/** Waits for the device. The tensor belongs to the caller. */
export async function readMeasured(measured: tf.Tensor1D): Promise<Measured> {
  const [loss = Number.NaN, gradientNorm = Number.NaN] = await measured.data<'float32'>();
  return { loss, gradientNorm };
}

export interface OptimizerOptions {
  readonly lossScaling?: LossScaling | null;
  /**
   * Updates the parameters that it owns; AdamW updates the others. Without a rule AdamW updates
   * all.
   */
  readonly matrixRule?: MatrixRule | null;
}

/**
 * Creates moments of zeros for each parameter, and an average that begins as a copy. The parameters
 * belong to the caller; `update` changes them in place.
 */
export function createOptimizer(
  parameters: ReadonlyMap<string, tf.Variable>,
  config: OptimizerConfig,
  { lossScaling = null, matrixRule = null }: OptimizerOptions = {},
): Optimizer {
  const isOwned = (name: string) => matrixRule?.owns(name, parameters.get(name)?.rank ?? 0) ?? false;
  const zeros = (owned: boolean) =>
    variablesLike(new Map([...parameters].filter(([name]) => isOwned(name) === owned)), ({ shape }) => tf.zeros(shape));
  const [expAvg, expAvgSq, momentum] = [zeros(false), zeros(false), zeros(true)];
  const ema = config.ema && variablesLike(parameters, copyOf);
  const healthy = tf.tidy(() => tf.variable(tf.scalar(1)));
  const { beta1, beta2, weightDecay } = config;
  const change = createUpdate(
    { parameters, expAvg, expAvgSq, momentum, ema, healthy },
    { ...config, matrixRule },
    lossScaling,
  );
  return {
    step: 0,
    expAvg,
    expAvgSq,
    momentum,
    ema,
    lossScale: change.lossScale,
    begin(learningRate) {
      this.step++;
      const matrixRate = learningRate * (matrixRule?.rateFactor ?? 0);
      change.prepare({
        // In float64, as in PyTorch: in float32 the powers of the betas would lose their digits
        // near 1.
        stepSize: learningRate / (1 - beta1 ** this.step),
        rootCorrection: Math.sqrt(1 - beta2 ** this.step),
        shrink: 1 - learningRate * weightDecay,
        matrixRate,
        matrixShrink: 1 - matrixRate * weightDecay,
        emaDecay: config.ema ? emaDecay(config.ema, this.step) : 0,
      });
    },
    settle: () => change.settle(),
    update: change.run,
    recover(step) {
      this.step = step;
      tf.tidy(() => healthy.assign(tf.scalar(1)));
    },
    dispose() {
      tf.dispose([
        healthy,
        ...[expAvg, expAvgSq, momentum].flatMap((all) => [...all.values()]),
        ...(ema?.values() ?? []),
      ]);
      change.dispose();
    },
  };
}

function variablesLike(
  parameters: ReadonlyMap<string, tf.Variable>,
  first: (parameter: tf.Variable) => tf.Tensor,
): ReadonlyMap<string, tf.Variable> {
  return new Map([...parameters].map(([name, parameter]) => [name, tf.tidy(() => tf.variable(first(parameter)))]));
}

/**
 * A real copy: a clone would share its numbers with the parameter, and an update may overwrite
 * them.
 */
function copyOf(parameter: tf.Variable): tf.Tensor {
  return tf.add(parameter, 0);
}

/**
 * Share of the average that is kept at update `step`, counted from 1 (diffusers' EMAModel.get_decay
 * with use_ema_warmup). The first update replaces the average, and the warm-up counts from the
 * second.
 */
export function emaDecay({ invGamma, power, maxDecay }: EmaConfig, step: number): number {
  const past = step - 1;
  return past <= 0 ? 0 : Math.max(0, Math.min(1 - (1 + past / invGamma) ** -power, maxDecay));
}
