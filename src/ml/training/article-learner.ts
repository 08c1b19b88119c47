/** The article's training: denoise a batch in one pass, mean squared error to the clean images. */
import '../nn/gradients.ts';
import type { PictureShape } from '../data/description.ts';
import { batchLoss } from '../loss.ts';
import { createArticleModel } from '../models/article.ts';
import { randomStream } from '../random.ts';
import type { ArticleRecipe } from '../recipes.ts';
import { createBatchAssembly } from './batch/index.ts';
import { onePassBatch } from './batch/one-pass.ts';
import { descend, type Learner, type LearnerOptions } from './learner.ts';
import { learningRateFactor } from './learning-rate.ts';
import { createOptimizer } from './optimizer.ts';
import { StepRecordings } from './step-recordings.ts';

export function createArticleLearner(
  shape: PictureShape,
  { optimizer: config, schedule, noiseStd }: ArticleRecipe,
  { experiment, totalSteps, source }: LearnerOptions,
): Learner {
  const root = randomStream(experiment.seed);
  const noise = root.fork('noise');
  const model = createArticleModel(shape.channels, source ?? root.fork('weights'));
  const { parameters } = model;
  const optimizer = createOptimizer(parameters, config);
  const scheduled = (rate: number) => rate * learningRateFactor(schedule, optimizer.step, totalSteps);
  const contents = onePassBatch(noiseStd);
  const steps = new StepRecordings((count, stored) => {
    const assembly = createBatchAssembly(contents, shape, count, stored);
    return {
      // All images have the same level, so nothing is drawn from `levels`.
      write: (batch) =>
        assembly.write(batch, { noise: noise.fork(`step-${optimizer.step}`), levels: noise, flips: null }),
      compute() {
        const { noisy, target } = assembly.make();
        return descend(parameters, optimizer, () => batchLoss('mse', model.forward(noisy), target, null));
      },
      dispose: () => assembly.dispose(),
    };
  });
  return {
    network: { kind: 'article', shape },
    parameters,
    optimizer,
    scheduled,
    step(batch, learningRate) {
      const step = steps.write(batch);
      optimizer.begin(scheduled(learningRate));
      return step.run();
    },
    isReplayed: (batch) => steps.isReplayed(batch),
    forgetSteps: () => steps.dispose(),
    dispose() {
      steps.dispose();
      model.dispose();
      optimizer.dispose();
    },
  };
}
