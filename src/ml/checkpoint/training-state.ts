/**
 * What a run needs besides its weights to continue exactly, here or in PyTorch:
 * `training_state.json` (`training-tensors.ts` holds its tensors). For changes: CONTRIBUTING.md,
 * "Change what is saved".
 */
import { z } from 'zod';
import { version } from '../../version.ts';
import { type Experiment, huberDelta, type LossName, optimizerOf, parameters, recipes } from '../config.ts';
import type { Cursor } from '../data/batches.ts';
import type { DataSetDescription } from '../data/description.ts';
import { shippedSet } from '../data/shipped-sets.ts';
import { experimentSchema } from '../experiment.ts';
import { momentumKept, muonRateFactor } from '../kernels/muon/constants.ts';
import { type NetworkDescription, shapeOf, sized } from '../network-description.ts';
import { messageOf, placedReason, type Reason } from '../reasons.ts';
import type { Recipe } from '../recipes.ts';
import { type LossPoints, maxLossPoints } from '../training/loss-history.ts';
import { maxValidationPoints, type ValidationPoints } from '../training/validation-history.ts';
import { type BasedOn, basedOnSchema } from './based-on.ts';
import { dataSetFromJson, dataSetSchema, dataSetToJson, hasClasses } from './data-set-json.ts';
import type { TrainingTensors } from './training-tensors.ts';

/**
 * The position in the run. Noise and batch order depend only on it and on the seed: no generator
 * has a state of its own.
 */
export interface TrainingProgress {
  readonly experiment: Experiment;
  /** The set that the experiment names, as it was then; null if the writer did not know it. */
  readonly dataSet: DataSetDescription | null;
  /**
   * Learning rate of the next step, before the recipe's schedule. Differs from the experiment's
   * after a change during training.
   */
  readonly learningRate: number;
  /** Optimizer steps taken. */
  readonly step: number;
  /**
   * Steps of all epochs, at whose end the learning-rate schedule ends. Written for readers without
   * the data; null once read, because the run counts its own.
   */
  readonly totalSteps: number | null;
  /** The next batch: epoch, from 0, and how many of its images have been passed. */
  readonly cursor: Cursor;
  /** Loss of the newest step. */
  readonly loss: number | null;
  /** The last loss of each finished epoch. */
  readonly epochLosses: readonly number[];
  /** The loss curve up to here, thinned. */
  readonly lossHistory: LossPoints;
  readonly validationHistory: ValidationPoints;
  /** Models that the run's weights began with, newest first; missing if there were none. */
  readonly basedOn?: BasedOn;
}

export interface TrainingState {
  readonly progress: TrainingProgress;
  readonly tensors: TrainingTensors;
}

const count = z.int().min(0);
const inOrder = (steps: readonly number[]) => steps.every((step, i) => step > (steps[i - 1] ?? 0));

const lossHistorySchema = z
  .object({
    steps: z.array(z.int().positive()).max(maxLossPoints),
    losses: z.array(z.number()).max(maxLossPoints),
  })
  .refine(({ steps, losses }) => steps.length === losses.length, { error: messageOf({ code: 'losses-unlike-steps' }) })
  .refine(({ steps }) => inOrder(steps), { error: messageOf({ code: 'steps-unordered' }) });

const validationHistorySchema = z
  .object({
    steps: z.array(z.int().positive()).max(maxValidationPoints),
    raw: z.array(z.number()).max(maxValidationPoints),
    ema: z.array(z.number().nullable()).max(maxValidationPoints),
  })
  .refine(({ steps, raw, ema }) => steps.length === raw.length && steps.length === ema.length, {
    error: messageOf({ code: 'losses-unlike-steps' }),
  })
  .refine(({ steps }) => inOrder(steps), { error: messageOf({ code: 'steps-unordered' }) });

const fileSchema = z
  .object({
    format: z.literal(2),
    experiment: experimentSchema,
    data_set: dataSetSchema.nullable().default(null),
    learning_rate: z.number().positive().max(1),
    step: count,
    cursor: z.object({ epoch: count, position: count }),
    loss: z.number().nullable(),
    epoch_losses: z.array(z.number()).max(parameters.epochs.max),
    loss_history: lossHistorySchema,
    validation_history: validationHistorySchema,
    based_on: basedOnSchema.default([]),
  })
  .refine(({ data_set, experiment }) => data_set === null || data_set.id === experiment.data, {
    path: ['data_set'],
    error: messageOf({ code: 'set-of-another-experiment' }),
  })
  .refine(({ data_set, experiment }) => data_set === null || hasClasses(data_set, experiment.classes), {
    path: ['experiment', 'classes'],
    error: messageOf({ code: 'classes-beyond-set' }),
  })
  // Only the data knows how many images an epoch has: `position` is checked when both are there.
  .refine(
    ({ cursor: { epoch, position }, experiment: { epochs } }) => epoch < epochs || (epoch === epochs && position === 0),
    {
      path: ['cursor'],
      error: messageOf({ code: 'beyond-last-epoch' }),
    },
  )
  .refine(({ loss_history, step }) => (loss_history.steps.at(-1) ?? 0) <= step, {
    path: ['loss_history'],
    error: messageOf({ code: 'losses-beyond-steps' }),
  })
  .refine(({ validation_history, step }) => (validation_history.steps.at(-1) ?? 0) <= step, {
    path: ['validation_history'],
    error: messageOf({ code: 'losses-beyond-steps' }),
  });

/** snake_case, as in the JSON files of diffusers. */
export function progressToJson(progress: TrainingProgress, network: NetworkDescription): unknown {
  const { experiment, dataSet, learningRate, step, totalSteps, cursor, loss, epochLosses, lossHistory } = progress;
  return {
    format: 2,
    // For readers of the file only: `format` determines how it is read.
    version,
    // In one order of fields, whatever the order of the original object.
    experiment: experimentSchema.parse(experiment),
    ...(dataSet && { data_set: dataSetToJson(dataSet) }),
    ...(dataSet && converted(dataSet, network)),
    learning_rate: learningRate,
    step,
    cursor: { epoch: cursor.epoch, position: cursor.position },
    loss,
    epoch_losses: epochLosses,
    loss_history: lossHistory,
    validation_history: progress.validationHistory,
    ...(progress.basedOn?.length && { based_on: progress.basedOn }),
    // For readers of the file only: these follow from the fields above and the data, and are not
    // read back.
    total_steps: totalSteps,
    random: { generator: 'philox4x32-10', seed: experiment.seed, noise_stream: `step-${step}` },
    ...hyperparameters(recipes[experiment.recipe], progress, noClassOf(network)),
  };
}

/** The network's label of "no class", if it does not follow from the set. */
const noClassOf = (network: NetworkDescription) => (network.kind === 'unet2d' ? network.noClass : undefined);

/**
 * For readers of the file only: the pictures that the network takes, where those of the set are
 * converted to them.
 */
function converted(set: DataSetDescription, network: NetworkDescription) {
  const { side, channels } = shapeOf(sized(network, set));
  return (side !== set.side || channels !== set.channels) && { network_input: { side, channels } };
}

/** `train.py` knows a loss by its constants: without any it is the mean squared error. */
const lossConstants: Readonly<Record<LossName, object>> = { mse: {}, huber: { huber_delta: huberDelta } };

/**
 * What the recipe's name means, for a program that does not know our recipes; in the terms of
 * torch.optim and diffusers' training_utils.
 */
function hyperparameters(
  recipe: Recipe,
  { experiment, dataSet, step, totalSteps }: TrainingProgress,
  noClass: number | undefined,
) {
  const classes = (dataSet ?? shippedSet(experiment.data))?.classNames ?? [];
  const { beta1, beta2, epsilon, weightDecay, maxGradNorm, ema } = recipe.optimizer;
  const { kind, warmupSteps } = recipe.schedule;
  return {
    optimizer: {
      name: optimizerOf(experiment) === 'muon' ? 'Muon' : weightDecay === 0 ? 'Adam' : 'AdamW',
      step,
      betas: [beta1, beta2],
      eps: epsilon,
      weight_decay: weightDecay,
      max_grad_norm: maxGradNorm,
      // For the parameters that have a momentum in the safetensors file; the others, and the fields
      // above, belong to AdamW.
      ...(optimizerOf(experiment) === 'muon' && { muon: { momentum: momentumKept, lr_factor: muonRateFactor } }),
    },
    lr_schedule: { name: kind, warmup_steps: warmupSteps, total_steps: totalSteps },
    ...lossConstants[experiment.loss],
    ema: ema && { step, inv_gamma: ema.invGamma, power: ema.power, max_decay: ema.maxDecay },
    ...(recipe.kind === 'diffusion' && {
      timesteps: recipe.timesteps,
      label_dropout: recipe.labelDropout,
      // An image's label is the index of its class in the list; the next label means no class, if
      // the network has one more.
      labels: { classes, no_class: noClass ?? classes.length },
    }),
  };
}

export function progressFromJson(
  json: unknown,
): { ok: true; progress: TrainingProgress } | { ok: false; reason: Reason } {
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const reason = placedReason(issue);
    return { ok: false, reason: reason.code === 'in-field' ? reason : { code: 'in-file', problem: reason } };
  }
  const { data } = parsed;
  return {
    ok: true,
    progress: {
      experiment: data.experiment,
      dataSet: data.data_set && dataSetFromJson(data.data_set),
      learningRate: data.learning_rate,
      step: data.step,
      totalSteps: null,
      cursor: data.cursor,
      loss: data.loss,
      epochLosses: data.epoch_losses,
      lossHistory: data.loss_history,
      validationHistory: data.validation_history,
      ...(data.based_on.length > 0 && { basedOn: data.based_on }),
    },
  };
}
