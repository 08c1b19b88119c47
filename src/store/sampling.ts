import { classNumber, type LookSettings, type SamplerName, samplersFor, shippedSets } from '../ml/config.ts';
import type { NetworkReport, Sampling } from '../workers/protocol.ts';

/** What of the look settings this network can follow, each as near as it comes: what `generate` asks for. */
export function samplingFor(look: LookSettings, network: NetworkReport): Sampling {
  const sampler = samplerFor(look.sampler, network);
  const wanted = classNumber(look.sampleClass, shippedSets.cifar10);
  const classIndex = network.knowsClasses ? wanted : null;
  return {
    sampler,
    steps: look.sampleSteps,
    eta: sampler === 'ddim' ? look.eta : 0,
    // Guidance leads from the answer without a class to the answer with one.
    guidance: classIndex === null ? 1 : look.guidance,
    classIndex,
    weights: network.hasEma ? look.sampleWeights : 'raw',
  };
}

function samplerFor(wanted: SamplerName, { prediction }: NetworkReport): SamplerName {
  const fitting = samplersFor(prediction);
  return fitting.includes(wanted) ? wanted : (fitting[0] ?? wanted);
}
