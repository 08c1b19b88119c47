/**
 * Train steps as the engine takes them: the learner of the recipe, the images on the device where
 * they can be, two steps in flight, each loss read while the next step runs.
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

/** What a learning rate's schedule ends at: it does not matter, as long as it is later. */
const totalSteps = 1_000_000;

/** `ahead`: what the steps take is compiled before the first, all at once, as the engine does. */
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

  /** In the synchronous part: everything but waiting. */
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
        // Awaited one step later; a rejection is heard then.
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
