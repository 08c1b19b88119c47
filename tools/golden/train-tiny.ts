/** Our counterpart of tiny_loss.py: the recipe `tiny` with its schedule. */
import { recipes } from '../../src/ml/config.ts';
import { pictureSize } from '../../src/ml/data/description.ts';
import { shippedSets } from '../../src/ml/data/shipped-sets.ts';
import { describeNetwork } from '../../src/ml/network-description.lazy.ts';
import { createDiffusionLearner } from '../../src/ml/training/diffusion-learner.ts';
import type { Learner } from '../../src/ml/training/learner.ts';
import { readMeasured } from '../../src/ml/training/optimizer.ts';
import { readGoldenTinyLoss } from './read.ts';

const set = shippedSets.cifar10;
const imageBytes = pictureSize(set);

export interface TinyRun {
  readonly steps: number;
  readonly batchSize: number;
  readonly warmupSteps: number;
}

export interface TinyStep {
  /** Counts from 0. */
  readonly step: number;
  readonly loss: number;
  readonly norm: number;
}

/**
 * `images`: RGB bytes, [n, 32, 32, 3], used in order and repeatedly. The caller owns the learner.
 */
export async function trainTiny(
  { steps, batchSize, warmupSteps }: TinyRun,
  images: Uint8Array<ArrayBuffer>,
  onStep: (step: TinyStep) => void,
): Promise<Learner> {
  const { seed, learningRate } = readGoldenTinyLoss();
  const experiment = { ...recipes.tiny.experiment, seed };
  const network = describeNetwork(experiment, set);
  if (network.kind !== 'unet2d') throw new Error('tiny is a U-Net');
  const recipe = { ...recipes.tiny, schedule: { kind: 'cosine', warmupSteps } } as const;
  const learner = createDiffusionLearner(network, recipe, { experiment, totalSteps: steps, setClasses: 0 });
  const count = images.length / imageBytes;
  for (let step = 0; step < steps; step++) {
    const bytes = new Uint8Array(batchSize * imageBytes);
    for (let i = 0; i < batchSize; i++) {
      const image = (step * batchSize + i) % count;
      bytes.set(images.subarray(image * imageBytes, (image + 1) * imageBytes), i * imageBytes);
    }
    const measured = learner.step({ bytes, labels: new Uint16Array(batchSize) }, learningRate);
    const { loss, gradientNorm: norm } = await readMeasured(measured);
    measured.dispose();
    onStep({ step, loss, norm });
  }
  return learner;
}
