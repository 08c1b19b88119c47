/** Types of the run's progress, as the page receives it. */
import type { Evaluation, LossCurve, MetricsBatch, RunStatus, ValidationCurve } from '../../workers/protocol.ts';
import type { RateChange } from '../rate-log.ts';

/** Each is null if the file has none. */
export interface Brought {
  readonly history: LossCurve | null;
  readonly validation: ValidationCurve | null;
}

/**
 * Receives the run's progress from two sources: the engine's status, which counts at once, and its
 * metrics, which come faster than anybody can read.
 */
export interface RunStatusInlet {
  /** `brought`: the curves of a restored run. */
  take(status: RunStatus, brought?: Brought): void;
  /** Passes losses to the charts at once, and numbers to the text every `textIntervalMs`. */
  takeMetrics(batch: MetricsBatch): void;
  takeEvaluation(evaluation: Evaluation): void;
  /** The changes of the learning rate that an earlier visit recorded for the current run. */
  bringRateChanges(earlier: readonly RateChange[]): void;
}
