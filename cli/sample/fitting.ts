/** Compares the command line's request with the network's abilities. */
import { classNumber, lookDefaults, type PredictionType, type SamplerName, samplersFor } from '../../src/ml/config.ts';
import type { Sampling } from '../../src/workers/protocol.ts';
import { ArgumentError } from '../arguments.ts';
import type { AskedSampling } from './arguments.ts';

/** The checkpoint's facts about a network that is sampled step by step. */
export interface Samplable {
  readonly prediction: PredictionType;
  /** Number of its classes; 0 for none. */
  readonly labels: number;
  /** Their names, in order; empty if the checkpoint does not have them. */
  readonly classNames: readonly string[];
  /**
   * For a scheduler that does not exist here, the nearest one; null if the checkpoint uses the
   * default.
   */
  readonly nearest: SamplerName | null;
  /** Whether the network can answer without a class, which guidance needs for comparison. */
  readonly answersWithoutClass: boolean;
  /** Whether the checkpoint has a second set of weights, besides those used for sampling. */
  readonly hasRaw: boolean;
}

/**
 * Fills in the defaults that fit the network. Throws an `ArgumentError` for the first option that
 * does not fit.
 */
export function fitting(network: Samplable, asked: AskedSampling): Sampling {
  const { prediction, answersWithoutClass, hasRaw, nearest } = network;
  const samplers = samplersFor(prediction);
  const sampler = asked.sampler ?? nearest ?? samplers[0] ?? 'ddim';
  if (!samplers.includes(sampler)) {
    const fit = samplers.join(', ');
    throw new ArgumentError(
      `--scheduler ${sampler} does not fit the network, which was trained to answer with ${prediction}: it takes ${fit}.`,
    );
  }
  if (asked.eta !== null && sampler !== 'ddim') throw new ArgumentError(`--eta is for ddim, not for ${sampler}.`);
  const classIndex = classIndexOf(network, asked.className);
  if (asked.guidance !== null && classIndex === null)
    throw new ArgumentError('--guidance needs a --class to guide to.');
  const canBeGuided = classIndex !== null && answersWithoutClass;
  if (asked.guidance !== null && !canBeGuided) {
    throw new ArgumentError('--guidance does not fit the network, which has not learned to answer without a class.');
  }
  if (asked.weights === 'raw' && !hasRaw) {
    throw new ArgumentError('--weights raw: the folder holds no weights but those to sample with.');
  }
  return {
    sampler,
    steps: asked.steps ?? lookDefaults.sampleSteps,
    eta: asked.eta ?? lookDefaults.eta,
    guidance: asked.guidance ?? (canBeGuided ? lookDefaults.guidance : 1),
    classIndex,
    weights: asked.weights ?? lookDefaults.sampleWeights,
  };
}

/** Longer lists would not help. */
const mostNamed = 20;

function classIndexOf({ labels, classNames }: Samplable, asked: string | null): number | null {
  if (asked === null || asked === lookDefaults.sampleClass) return null;
  const index = classNumber(asked, { classNames }) ?? classNumber(asked.toLowerCase(), { classNames });
  if (index !== null && index < labels) return index;
  if (labels === 0) throw new ArgumentError(`--class ${asked} does not fit the network, which knows no classes.`);
  const named = classNames.length > 0 && classNames.length <= mostNamed ? `${classNames.join(', ')}, or ` : '';
  throw new ArgumentError(
    `--class ${asked} does not fit the network: it takes ${named}a number from 0 to ${labels - 1}.`,
  );
}
