/**
 * Trains a diffusion U-Net (Ho et al. 2020, algorithm 1): every image gets noise of its own level,
 * and the network learns the target of its prediction type.
 */
import * as tf from '@tensorflow/tfjs-core';
import '../models/unet2d/gradients.ts';
import { dropLabels } from '../data/augmentation.ts';
import { createLiveTensor } from '../device/live-tensors.ts';
import { preconditioned } from '../diffusion/preconditioning.ts';
import { createForwardProcess } from '../diffusion/process.ts';
import { PlaygroundError } from '../errors.ts';
import { dynamicLossScaling } from '../kernels/adamw/index.ts';
import { halfAddition } from '../kernels/half/addition.ts';
import { canStoreHalves } from '../kernels/half/index.ts';
import { muon } from '../kernels/muon/index.ts';
import { replaceKernels } from '../kernels/shared/register-kernel.ts';
import { batchLoss } from '../loss.ts';
import { classConditioning, labelNumbers, labelType } from '../models/unet2d/class-conditioning.ts';
import { createUNet2DModel } from '../models/unet2d/index.ts';
import type { NetworkDescription } from '../network-description.ts';
import { shapeOf } from '../network-description.ts';
import { torchInitialization } from '../nn/parameters.ts';
import { randomStream } from '../random.ts';
import { type DiffusionRecipe, optimizerOf } from '../recipes.ts';
import { diffusionBatch } from './batch/diffusion.ts';
import { createBatchAssembly } from './batch/index.ts';
import { descend, type Learner, type LearnerOptions } from './learner.ts';
import { learningRateFactor } from './learning-rate.ts';
import { createOptimizer } from './optimizer.ts';
import { batchTensors, disposeOf, imageOf, inTidy, meanOfParts } from './step-in-parts.ts';
import { StepRecordings } from './step-recordings.ts';

type UNet2DDescription = Extract<NetworkDescription, { kind: 'unet2d' }>;

export function createDiffusionLearner(
  network: UNet2DDescription,
  recipe: DiffusionRecipe,
  { experiment, totalSteps, setClasses, source }: LearnerOptions,
): Learner {
  const halves = experiment.precision === 'float16';
  if (halves && !canStoreHalves()) throw new PlaygroundError('half-precision-missing');
  if (halves) replaceKernels('webgpu', halfAddition);
  const root = randomStream(experiment.seed);
  const streams = {
    noise: root.fork('noise'),
    timesteps: root.fork('timesteps'),
    flips: root.fork('flips'),
    labels: root.fork('labels'),
  };
  /** The next step's numbers for one purpose. */
  const drawn = (purpose: keyof typeof streams) => streams[purpose].fork(`step-${optimizer.step}`);
  const process = createForwardProcess(network.scheduler, experiment.minSnrGamma);
  const classes = classConditioning(network.config, setClasses, network.noClass);
  const initial = source ?? torchInitialization(root.fork('weights'));
  const model = preconditioned(createUNet2DModel(network.config, initial), network.scheduler);
  const { parameters } = model;
  const optimizer = createOptimizer(parameters, recipe.optimizer, {
    lossScaling: halves ? dynamicLossScaling : null,
    matrixRule: optimizerOf(experiment) === 'muon' ? muon : null,
  });
  const scheduled = (rate: number) => rate * learningRateFactor(recipe.schedule, optimizer.step, totalSteps);

  function shownLabels(labels: Uint16Array<ArrayBuffer>): Uint16Array<ArrayBuffer> {
    if (classes && !classes.named) {
      const { count, noClass, classes: asked } = classes;
      return labels.map((label) => (noClass === null ? label % count : asked === null ? noClass : label % asked));
    }
    if (!classes || classes.noClass === null || recipe.labelDropout === 0) return labels;
    return dropLabels(labels, recipe.labelDropout, classes.noClass, drawn('labels'));
  }

  const shape = shapeOf(network);
  const contents = diffusionBatch(process, recipe.timesteps, experiment.noiseDraws);
  const steps = new StepRecordings((count, stored) => {
    const assembly = createBatchAssembly(contents, shape, count, stored);
    const shown = classes && createLiveTensor([count], labelType(network.config));
    return {
      write(batch) {
        const flips = experiment.horizontalFlip ? drawn('flips') : null;
        assembly.write(batch, { noise: drawn('noise'), levels: drawn('timesteps'), flips });
        shown?.write(labelNumbers(shownLabels(batch.labels), labelType(network.config)));
      },
      compute() {
        const { noisy, target, timesteps, weights } = assembly.make();
        return descend(parameters, optimizer, () => {
          const answer = model.forward(noisy, timesteps, shown ? (shown.tensor as tf.Tensor1D) : undefined);
          return batchLoss(experiment.loss, answer, target, weights);
        });
      },
      dispose() {
        assembly.dispose();
        shown?.dispose();
      },
    };
  });

  const named = (gradients: readonly (tf.Tensor | null)[]): ReadonlyMap<string, tf.Tensor> =>
    new Map(
      [...parameters.keys()].flatMap((name, place) => {
        const gradient = gradients[place];
        return gradient ? [[name, gradient] as const] : [];
      }),
    );

  return {
    network,
    parameters,
    optimizer,
    scheduled,
    step(batch, learningRate) {
      const step = steps.write(batch);
      optimizer.begin(scheduled(learningRate));
      return step.run();
    },
    async stepInParts(batch, learningRate, goesOn) {
      const { labels } = batch;
      const assembly = createBatchAssembly(contents, shape, labels.length, null);
      const flips = experiment.horizontalFlip ? drawn('flips') : null;
      assembly.write(batch, { noise: drawn('noise'), levels: drawn('timesteps'), flips });
      const shown = classes && labelNumbers(shownLabels(labels), labelType(network.config));
      const made = inTidy(() => assembly.make(), batchTensors);
      const variables = [...parameters.values()];
      const derive = (index: number) =>
        tf.engine().gradients<tf.Scalar>(
          () => {
            const { noisy, target, timesteps, weights } = imageOf(made, index);
            const label = shown && tf.tensor1d(shown.slice(index, index + 1), labelType(network.config));
            const answer = model.forward(noisy, timesteps, label ?? undefined);
            return batchLoss(experiment.loss, answer, target, weights);
          },
          variables,
          undefined,
          true,
        );
      try {
        const mean = await meanOfParts(labels.length, derive, goesOn);
        if (!mean) return null;
        try {
          optimizer.begin(scheduled(learningRate));
          return tf.tidy(() => optimizer.update(named(mean.grads), mean.value));
        } finally {
          disposeOf(mean);
        }
      } finally {
        tf.dispose(batchTensors(made));
        assembly.dispose();
      }
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
