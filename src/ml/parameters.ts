/**
 * The one table of parameters: ranges, steps and units. The form, the link, the command line and
 * the checkpoint derive from it. `recipes.ts` has the recipes' values; the words under
 * `parameters.<key>` have labels and explanations. Data and types only. To add a parameter:
 * CONTRIBUTING.md, "Add a parameter".
 */
import { damageFacts, damageKinds } from './diffusion/restore/damage-kinds.ts';
import { repairMethods, repairRanges } from './diffusion/restore/methods.ts';
import { betaSchedules, lossNames, optimizers, paintTools, precisions, repairSizes } from './options.ts';
import { mostEpochs, mostNoiseDraws } from './recipes.ts';
import { samplerNames } from './samplers.ts';
import type { Experiment, ExperimentKey, LookSettings } from './settings.ts';

interface Setting {
  /** The key in the link's fragment, and `--key` for the commands that have it. */
  readonly linkKey: string;
  /** The commands' flag, if it differs from `linkKey`. */
  readonly flag?: string;
  /** `reset`: takes effect with a new run. `live`: takes effect at once. */
  readonly effect: 'reset' | 'live';
}

/** A number that a visitor, a link or a command line may set. */
export interface NumberParameter extends Setting {
  readonly kind: 'number';
  readonly min: number;
  readonly max: number;
  readonly integer: boolean;
  /** The increment of the control on a linear scale; a logarithmic scale goes 1, 2, 5, 10. */
  readonly step: number;
  readonly scale: 'linear' | 'log';
}

/** The keys of `Settings` whose values are numbers. */
type NumberKeyOf<Settings> = {
  [Key in keyof Settings]: Settings[Key] extends number ? Key : never;
}[keyof Settings];

type NumberKey = NumberKeyOf<Experiment> | NumberKeyOf<LookSettings>;

const uint32 = { kind: 'number', min: 0, max: 4294967295, integer: true, step: 1, scale: 'linear' } as const;

/** A whole number of things. */
const amount = ({ min, max }: { readonly min: number; readonly max: number }) =>
  ({ kind: 'number', min, max, integer: true, step: 1, scale: 'linear', effect: 'live' }) as const;

export const parameters = {
  seed: { ...uint32, linkKey: 'seed', effect: 'reset' },
  batchSize: {
    kind: 'number',
    min: 1,
    // More than a browser's GPU can hold, so that runs continued on a cluster can be opened here.
    max: 4_096,
    integer: true,
    step: 1,
    scale: 'log',
    linkKey: 'batch',
    effect: 'reset',
  },
  learningRate: {
    kind: 'number',
    min: 1e-6,
    max: 1,
    integer: false,
    step: 1e-4,
    scale: 'log',
    linkKey: 'lr',
    effect: 'live',
  },
  epochs: {
    kind: 'number',
    min: 1,
    max: mostEpochs,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'epochs',
    effect: 'reset',
  },
  previewEvery: {
    kind: 'number',
    min: 0,
    max: 1000,
    integer: true,
    step: 1,
    scale: 'log',
    linkKey: 'preview',
    effect: 'live',
  },
  minSnrGamma: {
    kind: 'number',
    min: 0,
    max: 20,
    integer: false,
    step: 1,
    scale: 'linear',
    linkKey: 'minsnr',
    flag: 'min-snr',
    effect: 'reset',
  },
  noiseDraws: {
    kind: 'number',
    min: 1,
    max: mostNoiseDraws,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'noisedraws',
    flag: 'noise-draws',
    effect: 'reset',
  },
  evaluateEvery: {
    kind: 'number',
    min: 0,
    max: 10_000,
    integer: true,
    step: 1,
    scale: 'log',
    linkKey: 'evaluate',
    flag: 'evaluate-every',
    effect: 'live',
  },
  generateSeed: { ...uint32, linkKey: 'gseed', flag: 'seed', effect: 'live' },
  generateCount: {
    kind: 'number',
    min: 1,
    max: 64,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'gcount',
    flag: 'count',
    effect: 'live',
  },
  sampleSteps: {
    kind: 'number',
    min: 1,
    max: 1000,
    integer: true,
    step: 1,
    scale: 'log',
    linkKey: 'steps',
    effect: 'live',
  },
  eta: {
    kind: 'number',
    min: 0,
    max: 1,
    integer: false,
    step: 0.1,
    scale: 'linear',
    linkKey: 'eta',
    effect: 'live',
  },
  guidance: {
    kind: 'number',
    min: 0,
    max: 20,
    integer: false,
    step: 0.5,
    scale: 'linear',
    linkKey: 'guidance',
    effect: 'live',
  },
  walkSeed: { ...uint32, linkKey: 'wseed', effect: 'live' },
  walkCount: {
    kind: 'number',
    min: 2,
    max: 64,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'wcount',
    effect: 'live',
  },
  restoreNoise: {
    kind: 'number',
    min: 0,
    max: 2,
    integer: false,
    step: 0.05,
    scale: 'linear',
    linkKey: 'noise',
    effect: 'live',
  },
  restoreScratches: { ...amount(damageFacts.scratches.amount), linkKey: 'scratches' },
  restorePixelation: { ...amount(damageFacts.pixelation.amount), linkKey: 'pixelation' },
  restoreDownscaling: { ...amount(damageFacts.downscaling.amount), linkKey: 'downscaling' },
  restoreStrength: {
    kind: 'number',
    ...repairRanges.strength,
    step: 0.05,
    scale: 'linear',
    linkKey: 'strength',
    effect: 'live',
  },
  restoreSeed: { ...uint32, linkKey: 'nseed', flag: 'seed', effect: 'live' },
  restoreImage: {
    kind: 'number',
    min: 0,
    max: 9999,
    integer: true,
    step: 1,
    scale: 'linear',
    linkKey: 'image',
    effect: 'live',
  },
} as const satisfies Record<NumberKey, NumberParameter>;

export type ParameterKey = keyof typeof parameters;

/** A setting that is on or off, written 1 or 0 in a link. */
export interface SwitchParameter extends Setting {
  readonly kind: 'switch';
}

export const switches = {
  horizontalFlip: { kind: 'switch', linkKey: 'flip', effect: 'reset' },
  zeroTerminalSnr: { kind: 'switch', linkKey: 'zerosnr', flag: 'zero-snr', effect: 'reset' },
} as const satisfies Partial<Record<ExperimentKey, SwitchParameter>>;
export type SwitchKey = keyof typeof switches;

/** A choice between several names. The words under `choices.<key>.<name>` have their labels. */
export interface ChoiceParameter extends Setting {
  readonly kind: 'choice';
  readonly options: readonly string[];
}

export const choices = {
  optimizer: { kind: 'choice', options: optimizers, linkKey: 'optimizer', effect: 'reset' },
  loss: { kind: 'choice', options: lossNames, linkKey: 'loss', effect: 'reset' },
  betaSchedule: { kind: 'choice', options: betaSchedules, linkKey: 'schedule', effect: 'reset' },
  // Without `flow`, which is a recipe, because its noise levels differ as well.
  predictionType: {
    kind: 'choice',
    options: ['epsilon', 'sample', 'v_prediction'],
    linkKey: 'prediction',
    effect: 'reset',
  },
  precision: { kind: 'choice', options: precisions, linkKey: 'precision', effect: 'reset' },
  paintTool: { kind: 'choice', options: paintTools, linkKey: 'paint', effect: 'live' },
  restoreDamage: { kind: 'choice', options: damageKinds, linkKey: 'damage', effect: 'live' },
  restoreMethod: { kind: 'choice', options: repairMethods, linkKey: 'method', effect: 'live' },
  restoreSize: { kind: 'choice', options: repairSizes, linkKey: 'size', effect: 'live' },
  sampler: { kind: 'choice', options: samplerNames, linkKey: 'sampler', flag: 'scheduler', effect: 'live' },
  sampleWeights: { kind: 'choice', options: ['ema', 'raw'], linkKey: 'weights', effect: 'live' },
} as const satisfies Partial<Record<ExperimentKey | keyof LookSettings, ChoiceParameter>>;
export type ChoiceKey = keyof typeof choices;

/** A class of the data set, or `any`. */
export interface ClassParameter extends Setting {
  readonly kind: 'class';
}

export const classParameters = {
  sampleClass: { kind: 'class', linkKey: 'class', effect: 'live' },
  walkClass: { kind: 'class', linkKey: 'wclass', effect: 'live' },
  restoreClass: { kind: 'class', linkKey: 'rclass', effect: 'live' },
} as const satisfies Partial<Record<keyof LookSettings, ClassParameter>>;
export type ClassKey = keyof typeof classParameters;

/** The lanes of a race. */
export interface LanesParameter extends Setting {
  readonly kind: 'lanes';
}

const lanesParameters = {
  raceLanes: { kind: 'lanes', linkKey: 'lanes', effect: 'live' },
} as const satisfies Partial<Record<keyof LookSettings, LanesParameter>>;
export type LanesKey = keyof typeof lanesParameters;

/** All of the above. */
export const settings = { ...parameters, ...switches, ...choices, ...classParameters, ...lanesParameters };
export type SettingKey = keyof typeof settings;

export function settingOf(
  key: SettingKey,
): NumberParameter | SwitchParameter | ChoiceParameter | ClassParameter | LanesParameter {
  return settings[key];
}

/** The command-line flag, without its two hyphens. */
export function flagOf(key: SettingKey): string {
  const { flag, linkKey } = settingOf(key);
  return flag ?? linkKey;
}

/**
 * Whether the parameter may have this value: it must be finite, in range, and whole if required.
 */
export function isAllowed(key: ParameterKey, value: number): boolean {
  const p: NumberParameter = parameters[key];
  return Number.isFinite(value) && value >= p.min && value <= p.max && (!p.integer || Number.isInteger(value));
}
