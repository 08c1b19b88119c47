import { type Experiment, recipeNames, recipes } from '../../src/ml/config.ts';
import { ArgumentError, choiceFlag, classesFlag, parameterFlag, readFlags, wholeNumberFlag } from '../arguments.ts';
import { type NodeBackend, nodeBackends } from '../node-engine.ts';

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
  --resume DIR      go on from a checkpoint folder, exactly; of the other options that define a run only --lr and --epochs may be given
  --log-every K     print every K-th step (default 10; with --json 1)
  --json            one JSON object a line on stdout: step, epoch (both from 1), loss, images_per_second
`;

export interface TrainArguments {
  /** Of a fresh run; of a resumed one only the next two count, where they were given. */
  readonly experiment: Experiment;
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
  const { experiment: defaults } = recipes[choiceFlag(values, 'recipe', recipeNames) ?? recipeNames[0]];
  const lastStep = wholeNumberFlag(values, 'steps', 1, Number.MAX_SAFE_INTEGER);
  const learningRate = parameterFlag(values, 'lr', 'learningRate');
  const epochs = parameterFlag(values, 'epochs', 'epochs');
  const experiment: Experiment = {
    ...defaults,
    learningRate: learningRate ?? defaults.learningRate,
    epochs: epochs ?? defaults.epochs,
    batchSize: parameterFlag(values, 'batch', 'batchSize') ?? defaults.batchSize,
    seed: parameterFlag(values, 'seed', 'seed') ?? defaults.seed,
    classes: classesFlag(values, 'classes') ?? defaults.classes,
  };
  if (values.has('steps') && values.has('epochs')) throw new ArgumentError('--steps and --epochs exclude each other.');
  const resume = values.get('resume') ?? null;
  const fixed = ['recipe', 'batch', 'seed', 'classes'].find((flag) => values.has(flag));
  if (resume !== null && fixed !== undefined) {
    throw new ArgumentError(`--${fixed} cannot be given with --resume: the checkpoint says it.`);
  }
  const json = on.has('json');
  return {
    experiment,
    learningRate,
    epochs,
    lastStep,
    backend: choiceFlag(values, 'backend', nodeBackends) ?? 'webgpu',
    data: values.get('data') ?? null,
    out: values.get('out') ?? null,
    resume,
    logEvery: wholeNumberFlag(values, 'log-every', 1, Number.MAX_SAFE_INTEGER) ?? (json ? 1 : 10),
    json,
  };
}
