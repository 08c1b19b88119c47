import { expect, it } from 'vitest';
import {
  type Experiment,
  experimentOn,
  fineTuningRate,
  lookDefaults,
  recipeNames,
  recipes,
  shippedSetNames,
  shippedSets,
  suits,
} from '../../ml/config.ts';
import { parseExperiment } from '../../ml/experiment.ts';
import { decodeLink, encodeLink } from '../../share/link.ts';
import { freshStatus } from '../scripted-run.ts';
import { baseExperiment } from './base-experiment.ts';
import { trialsFor } from './could-try.ts';
import { changesBetween } from './differences.ts';

const namesFor = (experiment: Experiment, set = shippedSets.cifar10) =>
  trialsFor(experiment, set).map(({ name }) => name);

it('for every recipe on every set, offers experiments that change one thing and can be trained and shared', () => {
  for (const name of recipeNames) {
    for (const setName of shippedSetNames) {
      const set = shippedSets[setName];
      if (!suits(recipes[name], set)) continue;
      const experiment = experimentOn(recipes[name], set);
      const trials = trialsFor(experiment, set);
      expect(trials.length).toBeGreaterThan(2);
      for (const trial of trials) {
        expect(parseExperiment(trial.experiment)).toEqual(trial.experiment);
        const changed = changesBetween(experiment, trial.experiment).map(({ key }) => key);
        // Another recipe may also predict something else.
        expect(
          changed.filter((key) => key !== 'predictionType' || changed.length === 1),
          trial.name,
        ).toHaveLength(1);
        const link = encodeLink({ experiment: trial.experiment, look: lookDefaults });
        expect(decodeLink(link)).toMatchObject({ experiment: trial.experiment, notices: [] });
      }
    }
  }
});

it('fits what it offers to the recipe', () => {
  expect(namesFor(recipes.article.experiment)).toEqual(['halfRate', 'oneClass', 'seed']);
  expect(namesFor(experimentOn(recipes.quick, shippedSets.digits), shippedSets.digits)).toEqual([
    'halfRate',
    'adamw',
    'oneClass',
    'immiscible',
    'seed',
  ]);
  expect(namesFor(recipes.small.experiment)).toEqual(expect.arrayContaining(['muon', 'velocity', 'flow', 'cosine']));
  expect(namesFor(recipes.flow.experiment)).toContain('noise');
});

it('does not offer what is already set', () => {
  const experiment: Experiment = {
    ...recipes.small.experiment,
    predictionType: 'v_prediction',
    betaSchedule: 'squaredcos_cap_v2',
    classes: [3],
    minSnrGamma: 5,
    noiseDraws: 2,
    zeroTerminalSnr: true,
  };
  const names = namesFor(experiment);
  for (const name of ['velocity', 'cosine', 'oneClass', 'minSnr', 'immiscible', 'adamw', 'epsilon'] as const)
    expect(names).not.toContain(name);
  expect(trialsFor({ ...experiment, learningRate: 1e-6 }, null).map(({ name }) => name)).not.toContain('halfRate');
});

it('begins with the recipe’s rate where a model got the one for trained weights, and with a chosen rate', () => {
  const draft = recipes.quick.experiment;
  const lower = { ...draft, learningRate: fineTuningRate(recipes.quick) };
  expect(lower.learningRate).toBeLessThan(draft.learningRate);
  const model = { ...freshStatus('model', lower), origin: 'checkpoint' } as const;
  expect(baseExperiment({ draft, status: null })).toEqual(draft);
  expect(baseExperiment({ draft: lower, status: model })).toEqual(draft);
  expect(baseExperiment({ draft, status: { ...model, origin: 'seed' } })).toEqual(lower);
  const chosen = { ...lower, learningRate: 0.001 };
  expect(baseExperiment({ draft, status: { ...model, experiment: chosen } })).toEqual(chosen);
});
