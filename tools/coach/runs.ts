import type { Experiment, RecipeName } from '../../src/ml/config.ts';

export interface PlannedRun {
  readonly recipe: RecipeName;
  /** A set that ships; null: a few pictures of one's own. */
  readonly data: 'cifar10' | 'digits' | 'emoji' | null;
  readonly steps: number;
  readonly evaluateEvery: number;
  readonly change: Partial<Experiment>;
  /** The learning rate is set anew in mid-run. */
  readonly rateChange?: { readonly after: number; readonly learningRate: number };
}

const usual = { steps: 120, evaluateEvery: 1000, change: {} } as const;
/** What goes wrong shows in small batches, too. */
const small = { steps: 200, evaluateEvery: 25, change: { batchSize: 8 } } as const;

export const plannedRuns: Readonly<Record<string, PlannedRun>> = {
  'usual-article-cifar10': { ...usual, recipe: 'article', data: 'cifar10' },
  'usual-quick-digits': { ...usual, recipe: 'quick', data: 'digits' },
  'usual-quick-emoji': { ...usual, steps: 80, recipe: 'quick', data: 'emoji' },
  'usual-quick-cifar10': { ...usual, steps: 80, recipe: 'quick', data: 'cifar10' },
  'usual-tiny-cifar10': { ...usual, steps: 80, recipe: 'tiny', data: 'cifar10' },
  // What a visitor did: a learning rate of 1 in mid-run.
  'article-rate-1': { ...small, recipe: 'article', data: 'cifar10', rateChange: { after: 100, learningRate: 1 } },
  'quick-rate-too-high': { ...small, recipe: 'quick', data: 'digits', change: { batchSize: 8, learningRate: 0.02 } },
  'tiny-rate-too-high': {
    ...small,
    recipe: 'tiny',
    data: 'cifar10',
    steps: 150,
    change: { batchSize: 4, learningRate: 0.05 },
  },
  'quick-rate-too-low': { ...usual, recipe: 'quick', data: 'digits', steps: 40, change: { learningRate: 2e-5 } },
  'quick-few-pictures': { ...small, recipe: 'quick', data: null, steps: 800, evaluateEvery: 50 },
};
