import { classNames } from '../../src/ml/config.ts';
import type { SchedulerClassName } from '../../src/ml/diffusion/schedulers/index.ts';
import { choiceFlag, numberFlag, parameterFlag, readFlags, requiredFlag, wholeNumberFlag } from '../arguments.ts';
import { type NodeBackend, nodeBackends } from '../node-engine.ts';
import { pngToWrite } from '../output-file.ts';

/** Short names of the schedulers, and diffusers' own. Only the type is imported: the schedulers import tfjs, which must come after Dawn. */
const shortNames: Readonly<Record<SchedulerClassName, string>> = {
  DDPMScheduler: 'ddpm',
  DDIMScheduler: 'ddim',
  DPMSolverMultistepScheduler: 'dpm',
  EulerDiscreteScheduler: 'euler',
  EulerAncestralDiscreteScheduler: 'euler-ancestral',
  HeunDiscreteScheduler: 'heun',
  UniPCMultistepScheduler: 'unipc',
  FlowMatchEulerDiscreteScheduler: 'flow-match-euler',
};
const schedulerNames = [...Object.values(shortNames), ...Object.keys(shortNames)];
/** Far above any scale that gives a picture. */
const maxGuidance = 100;

export const usage = `Usage: npm run sample -- --model DIR --out FILE.png [options]

  --model DIR       a checkpoint folder, as \`npm run train -- --out DIR\` writes it
  --count N         pictures, 1 to 64 (default 16), in a grid with 2 pixels between them
  --seed S          of the noise (default 0)
  --backend NAME    ${nodeBackends.join(', ')} (default webgpu)
  --out FILE.png
  --json            {"out", "count", "columns", "step"} on stdout;
                    npm prints a banner there too unless it is told not to: npm run --silent sample -- ... --json

--scheduler (${Object.values(shortNames).join(', ')}, or the class's name), --steps, --class and --guidance are for recipes
with a sampler. The recipe article has none: its network answers noise in one pass.
`;

export interface SampleArguments {
  readonly model: string;
  /** Absolute. */
  readonly out: string;
  readonly count: number;
  readonly seed: number;
  readonly backend: NodeBackend;
  /** Flags of a sampler that were given, valid, for a recipe that has none. */
  readonly unused: readonly string[];
  readonly json: boolean;
}

const samplerFlags = ['scheduler', 'steps', 'class', 'guidance'] as const;
const flags = ['model', 'count', 'seed', 'backend', 'out', ...samplerFlags] as const;

/** Null: --help was given. */
export function parseSampleArguments(argv: readonly string[]): SampleArguments | null {
  const { values, on } = readFlags(argv, flags, ['json', 'help']);
  if (on.has('help')) return null;
  choiceFlag(values, 'scheduler', schedulerNames);
  wholeNumberFlag(values, 'steps', 1, 1000);
  choiceFlag(values, 'class', classNames);
  numberFlag(values, 'guidance', 0, maxGuidance);
  return {
    model: requiredFlag(values, 'model', 'a checkpoint folder'),
    out: pngToWrite('out', requiredFlag(values, 'out', 'the PNG file to write')),
    count: parameterFlag(values, 'count', 'generateCount') ?? 16,
    seed: parameterFlag(values, 'seed', 'generateSeed') ?? 0,
    backend: choiceFlag(values, 'backend', nodeBackends) ?? 'webgpu',
    unused: samplerFlags.filter((flag) => values.has(flag)),
    json: on.has('json'),
  };
}
