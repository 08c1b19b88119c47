import type { Experiment, RecipeName } from '../../src/ml/config.ts';

export interface PlannedRun {
  readonly recipe: RecipeName;
  /** A shipped set; null: a few own pictures. */
  readonly data: 'cifar10' | 'digits' | 'emoji' | null;
  readonly steps: number;
  readonly evaluateEvery: number;
  readonly change: Partial<Experiment>;
  /** A change of the learning rate during the run. */
  readonly rateChange?: { readonly after: number; readonly learningRate: number };
}

const usual = { steps: 120, evaluateEvery: 1000, change: {} } as const;
/** Problems show in small batches too. */
const small = { steps: 200, evaluateEvery: 25, change: { batchSize: 8 } } as const;

export const plannedRuns: Readonly<Record<string, PlannedRun>> = {
  'usual-article-cifar10': { ...usual, recipe: 'article', data: 'cifar10' },
  'usual-quick-digits': { ...usual, recipe: 'quick', data: 'digits' },
  'usual-quick-emoji': { ...usual, steps: 80, recipe: 'quick', data: 'emoji' },
  'usual-quick-cifar10': { ...usual, steps: 80, recipe: 'quick', data: 'cifar10' },
  'usual-tiny-cifar10': { ...usual, steps: 80, recipe: 'tiny', data: 'cifar10' },
  // A visitor's mistake: a learning rate of 1 during the run.
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
