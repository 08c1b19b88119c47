/** How the page hears where the run is. Types only. */
import type { Evaluation, LossCurve, MetricsBatch, RunStatus, ValidationCurve } from '../../workers/protocol.ts';
import type { RateChange } from '../rate-log.ts';

/** Null where the file has none. */
export interface Brought {
  readonly history: LossCurve | null;
  readonly validation: ValidationCurve | null;
}

/** Where the run is, from two sources: the engine's word, which counts at once, and its metrics, which come faster than one reads. */
export interface RunStatusInlet {
  /** `brought`: what a run that came back brings along. */
  take(status: RunStatus, brought?: Brought): void;
  /** Losses go to the charts at once, numbers into text every `textIntervalMs`. */
  takeMetrics(batch: MetricsBatch): void;
  takeEvaluation(evaluation: Evaluation): void;
  /** What was kept of the run on show on an earlier visit. */
  bringRateChanges(earlier: readonly RateChange[]): void;
}
