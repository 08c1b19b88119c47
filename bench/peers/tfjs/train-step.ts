/** Train steps as the engine takes them: the learner of the recipe, two steps in flight, each loss read while the next step runs. */
import { recipes } from '../../../src/ml/config.ts';
import { describeNetwork } from '../../../src/ml/networks.ts';
import { createLearner } from '../../../src/ml/training/create-learner.ts';
import type { StepCase } from '../../cases/case.ts';
import { drawPictures } from '../pictures.ts';
import type { Work } from './peer.ts';

/** What a learning rate's schedule ends at: it does not matter, as long as it is later. */
const totalSteps = 1_000_000;

export async function prepareSteps({ recipe, batch }: StepCase): Promise<Work> {
  const experiment = { ...recipes[recipe].experiment, batchSize: batch };
  const pictures = drawPictures();
  const learner = await createLearner(describeNetwork(experiment), experiment, totalSteps);
  let taken = 0;

  /** In the synchronous part: everything but waiting. */
  async function step(): Promise<number> {
    const measured = learner.step(pictures.batch(taken++, batch), experiment.learningRate);
    try {
      const [loss = Number.NaN] = await measured.data<'float32'>();
      return loss;
    } finally {
      measured.dispose();
    }
  }

  return {
    step,
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
    dispose: () => learner.dispose(),
  };
}
