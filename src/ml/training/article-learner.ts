/** The article's training: denoise a batch in one pass, mean squared error to the clean images. */
import * as tf from '@tensorflow/tfjs-core';
import '../nn/gradients.ts';
import { randomNormal } from '../kernels/noise/index.ts';
import { createArticleModel } from '../models/article.ts';
import { toTensor } from '../pixels.ts';
import { randomStream } from '../random.ts';
import type { ArticleRecipe } from '../recipes.ts';
import { descend, type Learner, type LearnerOptions } from './learner.ts';
import { learningRateFactor } from './learning-rate.ts';
import { createOptimizer } from './optimizer.ts';

export function createArticleLearner(
  { optimizer: config, schedule, noiseStd }: ArticleRecipe,
  { experiment, totalSteps, source }: LearnerOptions,
): Learner {
  const root = randomStream(experiment.seed);
  const noise = root.fork('noise');
  const model = createArticleModel(source ?? root.fork('weights'));
  const { parameters } = model;
  const optimizer = createOptimizer(parameters, config);
  const scheduled = (rate: number) => rate * learningRateFactor(schedule, optimizer.step, totalSteps);
  return {
    network: { kind: 'article' },
    parameters,
    optimizer,
    scheduled,
    step({ rgb }, learningRate) {
      return tf.tidy(() => {
        const clean = toTensor(rgb);
        const unit = randomNormal(clean.shape, noise.fork(`step-${optimizer.step}`));
        const noisy: tf.Tensor4D = tf.add(clean, tf.mul(unit, noiseStd));
        return descend(
          parameters,
          optimizer,
          scheduled(learningRate),
          () => tf.mean(tf.squaredDifference(model.forward(noisy), clean)) as tf.Scalar,
        );
      });
    },
    dispose() {
      model.dispose();
      optimizer.dispose();
    },
  };
}
