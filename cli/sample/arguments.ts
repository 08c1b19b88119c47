import {
  choices,
  lookDefaults,
  parameters,
  type SamplerName,
  samplerNames,
  samplerOfClass,
  samplers,
} from '../../src/ml/config.ts';
import { allowedRange } from '../../src/ml/experiment.ts';
import { reasonInEnglish } from '../../src/words/sentence.ts';
import { choiceFlag, parameterFlag, readFlags, requiredFlag } from '../arguments.ts';
import { shippedModelsUsage } from '../model-folder.ts';
import { type NodeBackend, nodeBackends } from '../node-engine.ts';
import { fileToWrite } from '../output-file.ts';

export const usage = `Usage: npm run sample -- --model DIR|hf:owner/name --out FILE.png [options]

  --model DIR       a checkpoint folder, as \`npm run train -- --out DIR\` or diffusers' save_pretrained writes it;
                    ${shippedModelsUsage};
                    or a model of the Hugging Face hub, hf:owner/name[@revision][/folder], kept in .cache/models (HF_ENDPOINT, HF_TOKEN)
  --count N         pictures, 1 to ${parameters.generateCount.max} (default 16), in a grid with 2 pixels between them
  --seed S          of the noise (default 0)
  --backend NAME    ${nodeBackends.join(', ')} (default webgpu)
  --out FILE.png
  --tensors FILE.safetensors  the initial noise and the pictures as float32 [count, channels, side, side], "noise" and "sample", as they were before clamping
  --json            {"out", "count", "columns", "step"} on stdout;
                    npm prints a banner there too unless it is told not to: npm run --silent sample -- ... --json

of networks that are sampled step by step (the recipe article has one that answers noise in one pass):
  --scheduler NAME  ${samplerNames.join(', ')}, or diffusers' name of the class
                    (default: what comes nearest to a scheduler that is not built here; else ddim, or flow-match-euler for a network
                    trained on flow)
  --steps N         ${reasonInEnglish(allowedRange('sampleSteps'))} (default ${lookDefaults.sampleSteps})
  --eta X           of ddim: 0 is deterministic, 1 as noisy as ddpm (default ${lookDefaults.eta})
  --class NAME      what the pictures should show: the name or number of a class that the network knows, or any (default any)
  --guidance W      how much the class counts, ${reasonInEnglish(allowedRange('guidance'))}; 1 is none (default ${lookDefaults.guidance})
  --weights KIND    ${choices.sampleWeights.options.join(', ')}: the average that followed training, or the weights as training left them (default ema)
`;

/** The requested sampling; null for each option that was not given. */
export interface AskedSampling {
  readonly sampler: SamplerName | null;
  readonly steps: number | null;
  readonly eta: number | null;
  /** A name or a number, as typed. */
  readonly className: string | null;
  readonly guidance: number | null;
  readonly weights: (typeof choices.sampleWeights.options)[number] | null;
}

export interface SampleArguments {
  readonly model: string;
  /** Absolute. */
  readonly out: string;
  readonly tensors: string | null;
  readonly count: number;
  readonly seed: number;
  readonly backend: NodeBackend;
  readonly asked: AskedSampling;
  /** The given flags of `asked`, to report those that the network does not use. */
  readonly samplerFlags: readonly string[];
  readonly json: boolean;
}

const samplerFlags = ['scheduler', 'steps', 'eta', 'class', 'guidance', 'weights'] as const;
const flags = ['model', 'count', 'seed', 'backend', 'out', 'tensors', ...samplerFlags] as const;

/** Null: --help was given. */
export function parseSampleArguments(argv: readonly string[]): SampleArguments | null {
  const { values, on } = readFlags(argv, flags, ['json', 'help']);
  if (on.has('help')) return null;
  const scheduler = choiceFlag(values, 'scheduler', [
    ...samplerNames,
    ...samplerNames.map((name) => samplers[name].className),
  ]);
  const tensors = values.get('tensors');
  return {
    asked: {
      sampler: samplerNames.find((name) => name === scheduler) ?? samplerOfClass(scheduler ?? undefined) ?? null,
      steps: parameterFlag(values, 'sampleSteps'),
      eta: parameterFlag(values, 'eta'),
      className: values.get('class') ?? null,
      guidance: parameterFlag(values, 'guidance'),
      weights: choiceFlag(values, 'weights', choices.sampleWeights.options),
    },
    samplerFlags: samplerFlags.filter((flag) => values.has(flag)),
    model: requiredFlag(values, 'model', 'a checkpoint folder or a model of the hub'),
    out: fileToWrite('out', requiredFlag(values, 'out', 'the PNG file to write'), '.png'),
    tensors: tensors === undefined ? null : fileToWrite('tensors', tensors, '.safetensors'),
    count: parameterFlag(values, 'generateCount') ?? 16,
    seed: parameterFlag(values, 'generateSeed') ?? 0,
    backend: choiceFlag(values, 'backend', nodeBackends) ?? 'webgpu',
    json: on.has('json'),
  };
}
