/**
 * Samples pictures as Generate does on the page, with untrained weights, which take the same
 * arithmetic.
 */
import { generatePictures } from '../../../src/engine/generate-pictures.ts';
import { loadNetwork } from '../../../src/engine/load-network.ts';
import { recipes } from '../../../src/ml/config.ts';
import { describeNetwork } from '../../../src/ml/network-description.lazy.ts';
import { torchInitialization } from '../../../src/ml/nn/parameters.ts';
import { randomStream } from '../../../src/ml/random.ts';
import type { SampleCase } from '../../cases/case.ts';
import { benchSet } from '../../cases/case.ts';
import type { Work } from '../peer.ts';

export async function prepareSampling({ recipe, batch, steps }: SampleCase): Promise<Work> {
  const { open } = await loadNetwork(describeNetwork(recipes[recipe].experiment, benchSet), benchSet);
  const network = open(torchInitialization(randomStream(1).fork('weights')));
  const sampling = { sampler: 'ddim', steps, eta: 0, guidance: 1, classIndex: null, weights: 'raw' } as const;
  return {
    step: null,
    async run(times) {
      for (let i = 0; i < times; i++) await generatePictures(network, { seed: 1, count: batch, sampling, step: 0 });
      return null;
    },
    dispose: () => network.dispose(),
  };
}
