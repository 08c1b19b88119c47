import {
  type DataSetDescription,
  type Experiment,
  experimentOn,
  lookDefaults,
  type Recipe,
  recipeNames,
  recipes,
  type ShippedSet,
} from '../../src/ml/config.ts';
import { ArgumentError, choiceFlag, parameterFlag, readFlags, wholeNumberFlag } from '../arguments.ts';
import { shippedModelsUsage } from '../model-folder.ts';
import { type NodeBackend, nodeBackends } from '../node-engine.ts';
import {
  experimentFlags,
  experimentUsage,
  type FixedOptions,
  readExperimentFlags,
  requireSuited,
  requireUse,
} from './experiment-flags.ts';
import { pictureFlags, pictureUsage } from './picture-flags.ts';

export const usage = `Usage: npm run train -- [--recipe NAME] [--steps N | --epochs N] [options]

  --steps N         optimizer steps, counted from the beginning of the run
  --epochs N        passes over the images (default: the recipe's)
  --lr X            learning rate
${experimentUsage}
${pictureUsage}

  --backend NAME    ${nodeBackends.join(', ')} (default webgpu)
  --out DIR         write a checkpoint folder: each minute, when done, and on Ctrl+C
  --resume DIR      go on from a checkpoint folder, exactly; --lr and --epochs may differ from it, what makes it another run must agree;
                    ${shippedModelsUsage};
                    or a model of the Hugging Face hub, hf:owner/name[@revision][/folder]:
                    these, and any folder of diffusers, have only weights: training begins anew from them, at a lower rate than the recipe's,
                    on its set or on that of --data, with the model's own --prediction and --schedule
  --evaluate-every K  validation loss of recipes with a U-Net, on stderr (default ${lookDefaults.evaluateEvery}; 0: never)
  --log-every K     print every K-th step (default 10; with --json 1)
  --json            one JSON object a line on stdout: step, epoch (both from 1), loss, images_per_second, and where the recipe limits it gradient_norm;
                    npm prints a banner there too unless it is told not to: npm run --silent train -- ... --json
`;

export interface TrainArguments {
  /**
   * The settings of a fresh run. For a resumed run, only the rate and the epochs count, if they
   * were given.
   */
  readonly experiment: Experiment;
  /** As typed: they must agree with a resumed checkpoint. */
  readonly fixed: FixedOptions;
  readonly learningRate: number | null;
  readonly epochs: number | null;
  readonly lastStep: number | null;
  readonly backend: NodeBackend;
  readonly out: string | null;
  readonly resume: string | null;
  readonly evaluateEvery: number;
  readonly logEvery: number;
  readonly json: boolean;
}

const flags = [
  ...experimentFlags,
  ...pictureFlags,
  'steps',
  'epochs',
  'lr',
  'backend',
  'out',
  'resume',
  'evaluate-every',
  'log-every',
] as const;

/** As typed: their meaning depends on the set of `--data`. */
export interface TrainFlags {
  readonly values: ReadonlyMap<string, string>;
  readonly on: ReadonlySet<string>;
}

/** Null: --help was given. */
export function readTrainFlags(argv: readonly string[]): TrainFlags | null {
  const read = readFlags(argv, flags, ['json', 'help']);
  return read.on.has('help') ? null : read;
}

/**
 * `set`: the set of `--data`, or the standard set. `standard`: the recipe if none is named. Throws
 * an `ArgumentError`.
 */
export function parseTrainArguments(
  { values, on }: TrainFlags,
  set: ShippedSet | DataSetDescription,
  standard: Recipe = recipes[recipeNames[0]],
): TrainArguments {
  const fixed = readExperimentFlags(values, set);
  const recipe = fixed.recipe === undefined ? standard : recipes[fixed.recipe];
  const defaults = experimentOn(recipe, set);
  const lastStep = wholeNumberFlag(values, 'steps', 1, Number.MAX_SAFE_INTEGER);
  const learningRate = parameterFlag(values, 'learningRate');
  const epochs = parameterFlag(values, 'epochs');
  const experiment: Experiment = {
    ...defaults,
    ...fixed,
    learningRate: learningRate ?? defaults.learningRate,
    epochs: epochs ?? defaults.epochs,
  };
  const resume = values.get('resume') ?? null;
  // For a resumed run, its own recipe decides which options apply.
  if (resume === null || fixed.recipe !== undefined) requireUse(fixed, experiment);
  if (resume === null) requireSuited(recipe, set);
  if (values.has('steps') && values.has('epochs')) throw new ArgumentError('--steps and --epochs exclude each other.');
  const json = on.has('json');
  return {
    experiment,
    fixed,
    learningRate,
    epochs,
    lastStep,
    backend: choiceFlag(values, 'backend', nodeBackends) ?? 'webgpu',
    out: values.get('out') ?? null,
    resume,
    evaluateEvery: parameterFlag(values, 'evaluateEvery') ?? lookDefaults.evaluateEvery,
    logEvery: wholeNumberFlag(values, 'log-every', 1, Number.MAX_SAFE_INTEGER) ?? (json ? 1 : 10),
    json,
  };
}
