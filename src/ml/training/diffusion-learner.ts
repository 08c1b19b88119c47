/**
 * A diffusion U-Net's training (Ho et al. 2020, algorithm 1): every image gets noise of a level of its own, and the network learns to answer with
 * what its prediction type says.
 */
import * as tf from '@tensorflow/tfjs-core';
import '../models/unet2d/gradients.ts';
import type { NetworkDescription } from '../checkpoint/checkpoint.ts';
import { mixNoise, predictionTarget } from '../diffusion/prediction.ts';
import { createForwardProcess, levelTensors } from '../diffusion/process.ts';
import { randomNormal } from '../kernels/noise/index.ts';
import { classConditioning } from '../models/unet2d/class-conditioning.ts';
import { createUNet2DModel } from '../models/unet2d/index.ts';
import { torchInitialization } from '../nn/parameters.ts';
import { toTensor } from '../pixels.ts';
import { randomStream } from '../random.ts';
import type { DiffusionRecipe } from '../recipes.ts';
import { dropLabels, flipSome } from './augmentation.ts';
import { descend, type Learner, type LearnerOptions } from './learner.ts';
import { learningRateFactor } from './learning-rate.ts';
import { createOptimizer } from './optimizer.ts';

type UNet2DDescription = Extract<NetworkDescription, { kind: 'unet2d' }>;

export function createDiffusionLearner(
  network: UNet2DDescription,
  recipe: DiffusionRecipe,
  { experiment, totalSteps, source }: LearnerOptions,
): Learner {
  const root = randomStream(experiment.seed);
  /** The numbers of one step for one purpose. */
  const drawn = (purpose: string, step: number) => root.fork(purpose).fork(`step-${step}`);
  const process = createForwardProcess(network.scheduler, experiment.minSnrGamma);
  const classes = classConditioning(network.config);
  const model = createUNet2DModel(network.config, source ?? torchInitialization(root.fork('weights')));
  const { parameters } = model;
  const optimizer = createOptimizer(parameters, recipe.optimizer);
  const scheduled = (rate: number) => rate * learningRateFactor(recipe.schedule, optimizer.step, totalSteps);

  function shownLabels(labels: Uint8Array, step: number): ArrayLike<number> | undefined {
    if (classes === null) return undefined;
    if (classes.noClass === null || recipe.labelDropout === 0) return labels;
    return dropLabels(labels, recipe.labelDropout, classes.noClass, drawn('labels', step));
  }

  return {
    network,
    parameters,
    optimizer,
    scheduled,
    step({ rgb, labels }, learningRate) {
      const { step } = optimizer;
      const count = labels.length;
      const levels = process.draw(recipe.timesteps, count, drawn('timesteps', step));
      const shown = shownLabels(labels, step);
      return tf.tidy(() => {
        const clean = toTensor(experiment.horizontalFlip ? flipSome(rgb, drawn('flips', step)) : rgb);
        const noise = randomNormal(clean.shape, drawn('noise', step));
        const level = levelTensors(levels);
        const noisy = mixNoise(clean, noise, level) as tf.Tensor4D;
        const target = predictionTarget(process.prediction, clean, noise, level);
        const weights = levels.weights && tf.tensor4d(levels.weights, [count, 1, 1, 1]);
        return descend(parameters, optimizer, scheduled(learningRate), () => {
          const errors = tf.squaredDifference(model.forward(noisy, levels.timesteps, shown), target);
          return tf.mean(weights ? tf.mul(errors, weights) : errors) as tf.Scalar;
        });
      });
    },
    dispose() {
      model.dispose();
      optimizer.dispose();
    },
  };
}
