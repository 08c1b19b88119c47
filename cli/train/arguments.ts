import { type Experiment, recipeNames, recipes } from '../../src/ml/config.ts';
import { ArgumentError, choiceFlag, classesFlag, parameterFlag, readFlags, wholeNumberFlag } from '../arguments.ts';
import { type NodeBackend, nodeBackends } from '../node-engine.ts';
import type { FixedOptions } from './agreement.ts';

export const usage = `Usage: npm run train -- [--recipe NAME] [--steps N | --epochs N] [options]

  --recipe NAME     ${recipeNames.join(', ')} (default ${recipeNames[0]})
  --steps N         optimizer steps, counted from the beginning of the run
  --epochs N        passes over the images (default: the recipe's)
  --batch B         images a step
  --lr X            learning rate
  --seed S          of weights, batch order and noise
  --classes a,b     train on these classes only
  --backend NAME    ${nodeBackends.join(', ')} (default webgpu)
  --data DIR        where \`npm run data\` wrote (default public/cifar)
  --out DIR         write a checkpoint folder: each minute, when done, and on Ctrl+C
  --resume DIR      go on from a checkpoint folder, exactly; --lr and --epochs may differ from it, --recipe, --batch, --seed and
                    --classes must agree
  --log-every K     print every K-th step (default 10; with --json 1)
  --json            one JSON object a line on stdout: step, epoch (both from 1), loss, images_per_second;
                    npm prints a banner there too unless it is told not to: npm run --silent train -- ... --json
`;

export interface TrainArguments {
  /** Of a fresh run; of a resumed one only the rate and the epochs count, where they were given. */
  readonly experiment: Experiment;
  /** As typed: a checkpoint to go on from must agree. */
  readonly fixed: FixedOptions;
  readonly learningRate: number | null;
  readonly epochs: number | null;
  readonly lastStep: number | null;
  readonly backend: NodeBackend;
  readonly data: string | null;
  readonly out: string | null;
  readonly resume: string | null;
  readonly logEvery: number;
  readonly json: boolean;
}

const flags = [
  'recipe',
  'steps',
  'epochs',
  'batch',
  'lr',
  'seed',
  'classes',
  'backend',
  'data',
  'out',
  'resume',
  'log-every',
] as const;

/** Null: --help was given. */
export function parseTrainArguments(argv: readonly string[]): TrainArguments | null {
  const { values, on } = readFlags(argv, flags, ['json', 'help']);
  if (on.has('help')) return null;
  const fixed: FixedOptions = {
    recipe: choiceFlag(values, 'recipe', recipeNames),
    batchSize: parameterFlag(values, 'batch', 'batchSize'),
    seed: parameterFlag(values, 'seed', 'seed'),
    classes: classesFlag(values, 'classes'),
  };
  const { experiment: defaults } = recipes[fixed.recipe ?? recipeNames[0]];
  const lastStep = wholeNumberFlag(values, 'steps', 1, Number.MAX_SAFE_INTEGER);
  const learningRate = parameterFlag(values, 'lr', 'learningRate');
  const epochs = parameterFlag(values, 'epochs', 'epochs');
  const experiment: Experiment = {
    ...defaults,
    learningRate: learningRate ?? defaults.learningRate,
    epochs: epochs ?? defaults.epochs,
    batchSize: fixed.batchSize ?? defaults.batchSize,
    seed: fixed.seed ?? defaults.seed,
    classes: fixed.classes ?? defaults.classes,
  };
  if (values.has('steps') && values.has('epochs')) throw new ArgumentError('--steps and --epochs exclude each other.');
  const json = on.has('json');
  return {
    experiment,
    fixed,
    learningRate,
    epochs,
    lastStep,
    backend: choiceFlag(values, 'backend', nodeBackends) ?? 'webgpu',
    data: values.get('data') ?? null,
    out: values.get('out') ?? null,
    resume: values.get('resume') ?? null,
    logEvery: wholeNumberFlag(values, 'log-every', 1, Number.MAX_SAFE_INTEGER) ?? (json ? 1 : 10),
    json,
  };
}
