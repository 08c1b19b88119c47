import {
  classNumber,
  type LookSettings,
  lookDefaults,
  type SamplerName,
  samplersFor,
  shippedSet,
} from '../ml/config.ts';
import type { NetworkReport, Sampling } from '../workers/protocol.ts';
import type { KnownSet } from './data-sets.ts';

/** The request for `generate`: the look settings, each as near as this network allows. */
export function samplingFor(look: LookSettings, network: NetworkReport, set: KnownSet | null): Sampling {
  const sampler = samplerFor(look.sampler, network);
  const wanted = classIndexOf(look.sampleClass, set);
  const classIndex = wanted !== null && wanted < (network.classes ?? 0) ? wanted : null;
  return {
    sampler,
    steps: look.sampleSteps,
    eta: sampler === 'ddim' ? look.eta : 0,
    // Guidance extrapolates from the answer without a class to the answer with one.
    guidance: classIndex === null ? 1 : look.guidance,
    classIndex,
    weights: network.hasEma ? look.sampleWeights : 'raw',
  };
}

/**
 * The class of the set that `look.sampleClass` means; null: any. Classes of a set that ships are
 * named, others are numbered, because a folder may have any name.
 */
export function classIndexOf(sampleClass: string, set: KnownSet | null): number | null {
  return classNumber(sampleClass, { classNames: namesOf(set) });
}

/** The inverse of `classIndexOf`. */
export function classValueOf(index: number | null, set: KnownSet | null): string {
  return index === null ? lookDefaults.sampleClass : (namesOf(set)[index] ?? String(index));
}

const namesOf = (set: KnownSet | null): readonly string[] => (set && shippedSet(set.id) ? set.classNames : []);

function samplerFor(wanted: SamplerName, { prediction }: NetworkReport): SamplerName {
  const fitting = samplersFor(prediction);
  return fitting.includes(wanted) ? wanted : (fitting[0] ?? wanted);
}
