/** What was asked for on the command line against what the network can do. */
import {
  classNumber,
  lookDefaults,
  type PredictionType,
  type SamplerName,
  samplersFor,
  shippedSets,
} from '../../src/ml/config.ts';
import type { Sampling } from '../../src/workers/protocol.ts';
import { ArgumentError } from '../arguments.ts';
import type { AskedSampling } from './arguments.ts';

/** What the checkpoint says of a network that is sampled step by step. */
export interface Samplable {
  readonly prediction: PredictionType;
  readonly knowsClasses: boolean;
  /** Labels that it takes; 0 for none. */
  readonly labels: number;
  /** Of a scheduler that is not built here the nearest; null where the checkpoint asks for no other than the default. */
  readonly nearest: SamplerName | null;
  /** Whether guidance has an answer without a class to compare with. */
  readonly answersWithoutClass: boolean;
  /** Whether there are other weights beside those to sample with. */
  readonly hasRaw: boolean;
}

/** With the defaults that fit the network. Throws an `ArgumentError` for the first option that does not. */
export function fitting(network: Samplable, asked: AskedSampling): Sampling {
  const { prediction, knowsClasses, answersWithoutClass, hasRaw, labels, nearest } = network;
  const samplers = samplersFor(prediction);
  const sampler = asked.sampler ?? nearest ?? samplers[0] ?? 'ddim';
  if (!samplers.includes(sampler)) {
    const fit = samplers.join(', ');
    throw new ArgumentError(
      `--scheduler ${sampler} does not fit the network, which was trained to answer with ${prediction}: it takes ${fit}.`,
    );
  }
  if (asked.eta !== null && sampler !== 'ddim') throw new ArgumentError(`--eta is for ddim, not for ${sampler}.`);
  const className = asked.className === 'any' ? null : asked.className;
  if (typeof className === 'number' && className >= labels) {
    const range = labels === 0 ? 'which knows no classes' : `whose classes are 0 to ${labels - 1}`;
    throw new ArgumentError(`--class ${className} does not fit the network, ${range}.`);
  }
  if (typeof className === 'string' && !knowsClasses) {
    throw new ArgumentError(`--class ${className} does not fit the network, which knows none of these classes.`);
  }
  if (asked.guidance !== null && className === null) throw new ArgumentError('--guidance needs a --class to guide to.');
  if (asked.guidance !== null && !(knowsClasses && answersWithoutClass)) {
    throw new ArgumentError('--guidance does not fit the network, which has not learned to answer without a class.');
  }
  if (asked.weights === 'raw' && !hasRaw) {
    throw new ArgumentError('--weights raw: the folder holds no weights but those to sample with.');
  }
  const guidance = className !== null && knowsClasses && answersWithoutClass ? lookDefaults.guidance : 1;
  return {
    sampler,
    steps: asked.steps ?? lookDefaults.sampleSteps,
    eta: asked.eta ?? lookDefaults.eta,
    guidance: asked.guidance ?? guidance,
    classIndex: typeof className === 'string' ? classNumber(className, shippedSets.cifar10) : className,
    weights: asked.weights ?? lookDefaults.sampleWeights,
  };
}
