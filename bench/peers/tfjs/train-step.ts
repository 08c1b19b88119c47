/**
 * Takes train steps like the engine: with the recipe's learner, the images on the device if
 * possible, two steps in flight, and each loss read while the next step runs.
 */
import { recipes } from '../../../src/ml/config.ts';
import { DeviceImages } from '../../../src/ml/data/device-images.ts';
import { describeNetwork } from '../../../src/ml/network-description.lazy.ts';
import { createLearner } from '../../../src/ml/training/create-learner.ts';
import { readMeasured } from '../../../src/ml/training/optimizer.ts';
import { warmUp } from '../../../src/ml/training/warm-up.ts';
import type { StepCase } from '../../cases/case.ts';
import { benchSet } from '../../cases/case.ts';
import type { Work } from '../peer.ts';
import { batchIndices, count, drawPictures, gather, labelsOf } from '../pictures.ts';

/** The end of a learning rate's schedule; any step that is not reached will do. */
const totalSteps = 1_000_000;

/**
 * `ahead`: whether the programs of a step are compiled before the first, all together, as the
 * engine does.
 */
export async function prepareSteps({ recipe, batch }: StepCase, ahead: boolean): Promise<Work> {
  const experiment = { ...recipes[recipe].experiment, batchSize: batch };
  const network = describeNetwork(experiment, benchSet);
  let stepBytes: number | null = null;
  const measured = (bytes: number): void => {
    stepBytes = bytes;
  };
  if (ahead) await warmUp(network, experiment, () => {}, undefined, measured);
  const pictures = drawPictures();
  const stored = await DeviceImages.create(count, benchSet);
  stored?.write(0, pictures);
  const learner = await createLearner(network, experiment, { totalSteps, setClasses: benchSet.classNames.length });
  let taken = 0;

  /** Does everything but the waiting in its synchronous part. */
  async function step(): Promise<number> {
    const indices = batchIndices(taken++, batch);
    const images = stored ? { stored, indices } : { bytes: gather(pictures, indices) };
    const measured = learner.step({ ...images, labels: labelsOf(indices) }, experiment.learningRate);
    try {
      return (await readMeasured(measured)).loss;
    } finally {
      measured.dispose();
    }
  }

  return {
    step,
    stepBytes,
    async run(times) {
      let loss = Number.NaN;
      let flying: Promise<number> | null = null;
      for (let i = 0; i < times; i++) {
        const next = step();
        // Awaited one step later, when a rejection is noticed.
        next.catch(() => {});
        if (flying) loss = await flying;
        flying = next;
      }
      return flying ? await flying : loss;
    },
    dispose() {
      learner.dispose();
      stored?.dispose();
    },
  };
}
