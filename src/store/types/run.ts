/** Types of the current run and of the form. */
import type { DataSetFacts, Experiment, RecipeName } from '../../ml/config.ts';
import type { ViewName } from '../../share/view-names.ts';
import type {
  Evaluation,
  LoadedRun,
  LossCurve,
  MetricsBatch,
  RunStatus,
  ValidationCurve,
} from '../../workers/protocol.ts';
import type { RateChange } from '../rate-log.ts';

export interface RunSlice {
  /** Null until the engine has answered. */
  readonly status: RunStatus | null;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /**
   * Operations a second that this device has reached in training (`recipe-cost.ts`); null before it
   * has trained a recipe's own network.
   */
  readonly deviceFlops: number | null;
  /**
   * The shortest time in ms that this run's network has needed for a pixel when it denoised; null
   * before the first measurement.
   */
  readonly denoisingPace: number | null;
  /** The changes of the learning rate in this run, in step order. */
  readonly rateChanges: readonly RateChange[];
  /** The form's settings: the experiment of the next Reset. */
  readonly draft: Experiment;
  /**
   * The engine has not finished a press on Step. It accepts more of them meanwhile, one after the
   * other.
   */
  readonly stepping: boolean;
  /** The engine has not finished a press on Pause: the current step has to end first. */
  readonly pausing: boolean;
  /** The engine has not finished a press on Reset: the current step has to end first. */
  readonly resetting: boolean;
  /** Whether it trains now; if not, a notice says why. */
  train(): Promise<boolean>;
  pause(): Promise<void>;
  step(): Promise<void>;
  /** Whether there is a new run now. If it could not be made, the previous run is unchanged. */
  reset(): Promise<boolean>;
  /** Continues training the current weights, with batches of this size. */
  trainWithBatchSize(batchSize: number): Promise<void>;
  /** Restores the run that the last Reset discarded, if it was worth keeping. */
  takeBack(): Promise<void>;
  /** The visitor does not want it back. */
  forgetReset(): void;
  /**
   * Changes the draft. Before the run begins, the draft is applied at once; the learning rate is
   * always applied at once; the rest waits for Reset.
   */
  edit(change: Partial<Experiment>): void;
  /**
   * Chooses another recipe on the same data set. The seed stays, everything else becomes the
   * recipe's. Applied in the same way as `propose`.
   */
  choose(recipe: RecipeName): void;
  /**
   * Chooses another data set and the recipe's experiment on it, or another recipe if this one does
   * not suit the set. The seed stays.
   */
  chooseDataSet(set: DataSetFacts): void;
  /**
   * Sets the whole draft from elsewhere (a link). A run that has begun keeps its learning rate too,
   * until Reset.
   */
  propose(experiment: Experiment): void;
  /**
   * Makes a run of this experiment, after a Reset in progress. Runs keeps the current run if it has
   * begun. `failed` means that the previous run is unchanged, `overtaken` that another replacement
   * was requested meanwhile.
   */
  replaceWith(experiment: Experiment): Promise<'replaced' | 'failed' | 'overtaken'>;
  /**
   * Replaces the current run with the one that `load` returns, after a Reset in progress. Changes
   * of the form that were not applied before are withdrawn; those made meanwhile wait for Reset.
   */
  replaceByLoading(load: () => Promise<LoadedRun>): Promise<RunStatus>;
  /**
   * Something else is to replace the run: a replacement that waits for a Reset in progress ends.
   */
  overtake(): void;
  /**
   * Replaces the current run with one of this experiment, opens the view `where`, and trains at
   * once. If the run cannot be made, nothing changes.
   */
  startWith(experiment: Experiment, where?: ViewName): Promise<void>;
  /** Resets the run to the form's settings; it trains if the previous run did. */
  switchOver(): Promise<void>;
  /** Withdraws the changes that wait for Reset. */
  withdraw(): void;
}

/** Each is null if the file has none. */
interface Brought {
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
  /** A measurement of `denoisingPace` with the network of this run. */
  takePace(runId: string, msPerPixel: number): void;
  /** The changes of the learning rate that an earlier visit recorded for the current run. */
  bringRateChanges(earlier: readonly RateChange[]): void;
}
