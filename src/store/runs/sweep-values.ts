/** Which parameters a sweep may vary, and over which values. */
import { type Experiment, isAllowed, optimizers, parameters, predictionTypes, recipes } from '../../ml/config.ts';

export const sweepParameters = ['learningRate', 'batchSize', 'seed', 'optimizer', 'predictionType'] as const;
export type SweepParameter = (typeof sweepParameters)[number];
export type SweepValue = string | number;

export const sweepLimits = { fewest: 2, most: 5, fewestSteps: 2, mostSteps: 100_000 } as const;

/** All options of a parameter that is a choice, except `flow`, which is a recipe of its own. */
const optionsOf = {
  optimizer: optimizers,
  predictionType: predictionTypes.filter((name) => name !== 'flow'),
} as const;

export type ChoiceParameter = keyof typeof optionsOf;
export const isChoice = (parameter: SweepParameter): parameter is ChoiceParameter => parameter in optionsOf;

/** The parameters that have an effect in this experiment. */
export const sweepable = ({ recipe }: Experiment): readonly SweepParameter[] =>
  sweepParameters.filter((parameter) => !isChoice(parameter) || recipes[recipe].options.includes(parameter));

/** The initial suggestion: values around that of the experiment. */
export function suggestedValues(parameter: SweepParameter, experiment: Experiment): readonly SweepValue[] {
  if (isChoice(parameter)) return optionsOf[parameter];
  const value = experiment[parameter];
  if (parameter === 'seed') return [0, 1, 2].map((more) => (value + more) % (parameters.seed.max + 1));
  const { min, max, integer } = parameters[parameter];
  const around = [1 / 2, 1, 2].map((factor) => {
    const exact = value * factor;
    return Math.min(max, Math.max(min, integer ? Math.round(exact) : Number(exact.toPrecision(3))));
  });
  return [...new Set(around)];
}

export type ReadValues =
  | { readonly values: readonly number[] }
  | { readonly problem: 'count' | 'twice'; readonly value?: string }
  | { readonly problem: 'not-allowed'; readonly value: string };

/**
 * Reads numbers separated by commas, semicolons or spaces, also by the full-width ones of Chinese.
 */
export function readValues(parameter: Exclude<SweepParameter, ChoiceParameter>, text: string): ReadValues {
  const parts = text.split(/[\s,;，；、]+/).filter((part) => part !== '');
  const values = parts.map(Number);
  const wrong = values.findIndex((value) => !isAllowed(parameter, value));
  if (wrong >= 0) return { problem: 'not-allowed', value: (parts[wrong] ?? '').slice(0, 20) };
  if (new Set(values).size < values.length) return { problem: 'twice' };
  if (values.length < sweepLimits.fewest || values.length > sweepLimits.most) return { problem: 'count' };
  return { values };
}
