/** All that a run needs besides its weights to go on exactly: `training_state.json` and `training_state.safetensors`. */
import { z } from 'zod';
import type { Experiment } from '../config.ts';
import { type Cursor, cursorSchema } from '../data/batches.ts';
import { experimentSchema } from '../experiment.ts';
import { type LossPoints, maxLossPoints } from '../training/loss-history.ts';
import type { NamedTensors } from './safetensors.ts';

/** The place in the run. Noise and batch order are functions of it and of the seed: no generator has a state of its own. */
export interface TrainingProgress {
  readonly experiment: Experiment;
  /** Of the next step; differs from the experiment's once it was changed while training ran. */
  readonly learningRate: number;
  /** Optimizer steps taken. */
  readonly step: number;
  /** The next batch: epoch from 0, and how many of its images have been passed. */
  readonly cursor: Cursor;
  /** Of the newest step. */
  readonly loss: number | null;
  /** The last loss of each finished epoch. */
  readonly epochLosses: readonly number[];
  /** The curve that led here, thinned; empty in a file that was written before curves were kept. */
  readonly lossHistory: LossPoints;
}

/** Under the parameters' names, in PyTorch's layouts. */
export interface TrainingTensors {
  /** As training left them, where `unet/` has averaged ones. */
  readonly raw: NamedTensors;
  readonly expAvg: NamedTensors;
  readonly expAvgSq: NamedTensors;
}

export interface TrainingState {
  readonly progress: TrainingProgress;
  readonly tensors: TrainingTensors;
}

const count = z.int().min(0);

const lossHistorySchema = z
  .object({
    steps: z.array(z.int().positive()).max(maxLossPoints),
    losses: z.array(z.number()).max(maxLossPoints),
  })
  .refine(({ steps, losses }) => steps.length === losses.length, { error: 'as many losses as steps' })
  .refine(({ steps }) => steps.every((step, i) => step > (steps[i - 1] ?? 0)), { error: 'steps in their order' });

const fileSchema = z
  .object({
    format: z.literal(1),
    experiment: experimentSchema,
    learning_rate: z.number().positive().max(1),
    step: count,
    cursor: cursorSchema,
    loss: z.number().nullable(),
    epoch_losses: z.array(z.number()).max(1000),
    loss_history: lossHistorySchema.default({ steps: [], losses: [] }),
  })
  // How many images an epoch has is the data's to say: `position` is checked where the two meet.
  .refine(
    ({ cursor: { epoch, position }, experiment: { epochs } }) => epoch < epochs || (epoch === epochs && position === 0),
    {
      path: ['cursor'],
      error: 'beyond the last epoch',
    },
  )
  .refine(({ loss_history, step }) => (loss_history.steps.at(-1) ?? 0) <= step, {
    path: ['loss_history'],
    error: 'losses of steps that were not taken',
  });

/** snake_case, as the JSON files of diffusers are. */
export function progressToJson(progress: TrainingProgress): unknown {
  const { experiment, learningRate, step, cursor, loss, epochLosses, lossHistory } = progress;
  return {
    format: 1,
    experiment,
    learning_rate: learningRate,
    step,
    cursor,
    // For readers: these follow from the fields above and are not read back.
    random: { generator: 'philox4x32-10', seed: experiment.seed, noise_stream: `step-${step}` },
    optimizer: { name: 'Adam', step },
    loss,
    epoch_losses: epochLosses,
    loss_history: lossHistory,
  };
}

export function progressFromJson(
  json: unknown,
): { ok: true; progress: TrainingProgress } | { ok: false; reason: string } {
  const parsed = fileSchema.safeParse(json);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, reason: `${issue?.path.join('.') || 'the file'}: ${issue?.message ?? 'malformed'}` };
  }
  const { experiment, learning_rate, step, cursor, loss, epoch_losses, loss_history } = parsed.data;
  return {
    ok: true,
    progress: {
      experiment,
      learningRate: learning_rate,
      step,
      cursor,
      loss,
      epochLosses: epoch_losses,
      lossHistory: loss_history,
    },
  };
}

const prefixes = { raw: 'weights.', expAvg: 'adam.exp_avg.', expAvgSq: 'adam.exp_avg_sq.' } as const;

/** One map for one file: weights.NAME, adam.exp_avg.NAME, adam.exp_avg_sq.NAME. */
export function joinTensors(tensors: TrainingTensors): NamedTensors {
  const under = (prefix: string, named: NamedTensors) =>
    [...named].map(([name, value]) => [prefix + name, value] as const);
  return new Map([
    ...under(prefixes.raw, tensors.raw),
    ...under(prefixes.expAvg, tensors.expAvg),
    ...under(prefixes.expAvgSq, tensors.expAvgSq),
  ]);
}

export function splitTensors(joined: NamedTensors): TrainingTensors & { readonly unknown: readonly string[] } {
  const under = (prefix: string): NamedTensors =>
    new Map(
      [...joined]
        .filter(([name]) => name.startsWith(prefix))
        .map(([name, value]) => [name.slice(prefix.length), value]),
    );
  const known = Object.values(prefixes);
  const unknown = [...joined.keys()].filter((name) => !known.some((prefix) => name.startsWith(prefix)));
  return { raw: under(prefixes.raw), expAvg: under(prefixes.expAvg), expAvgSq: under(prefixes.expAvgSq), unknown };
}
