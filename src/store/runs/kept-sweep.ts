/** The stored form of a running sweep, and the checks of one that is read back. */
import * as z from 'zod/mini';
import type { Experiment } from '../../ml/config.ts';
import { experimentSchema } from '../../ml/experiment.ts';
import type { SweepRun } from '../types/runs.ts';
import { type SweepParameter, sweepLimits, sweepParameters } from './sweep-values.ts';

export interface KeptSweep {
  readonly parameter: SweepParameter;
  readonly steps: number;
  /** The settings that all of its runs share. */
  readonly experiment: Experiment;
  readonly runs: readonly SweepRun[];
}

export const isOver = ({ phase }: Pick<SweepRun, 'phase'>): boolean => phase === 'done' || phase === 'failed';

const keptSweep = z.object({
  parameter: z.enum(sweepParameters),
  steps: z.int().check(z.minimum(sweepLimits.fewestSteps), z.maximum(sweepLimits.mostSteps)),
  experiment: experimentSchema,
  runs: z
    .array(
      z.object({
        value: z.union([z.string().check(z.maxLength(40)), z.number()]),
        phase: z.enum(['waiting', 'training', 'looking', 'done', 'failed']),
        id: z.nullable(z.string().check(z.maxLength(200))),
      }),
    )
    .check(z.minLength(1), z.maxLength(sweepLimits.most)),
});

/**
 * Null if the value is not a sweep, if no run is left to do, or if the parameter cannot have its
 * values.
 */
export function readKeptSweep(value: unknown): KeptSweep | null {
  const parsed = keptSweep.safeParse(value);
  if (!parsed.success || parsed.data.runs.every(isOver)) return null;
  const { parameter, experiment, runs } = parsed.data;
  const areAllowed = runs.every((run) => experimentSchema.safeParse({ ...experiment, [parameter]: run.value }).success);
  return areAllowed ? parsed.data : null;
}
