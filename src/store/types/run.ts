/** The run on show, and the form. Types only. */
import type { DataSetFacts, Experiment, RecipeName } from '../../ml/config.ts';
import type { ViewName } from '../../share/view-names.ts';
import type { RunStatus } from '../../workers/protocol.ts';
import type { RateChange } from '../rate-log.ts';

export interface RunSlice {
  /** Null until the engine has answered. */
  readonly status: RunStatus | null;
  readonly imagesPerSecond: number | null;
  readonly secondsLeft: number | null;
  /** Operations a second that this device has reached in training (`recipe-cost.ts`); null before it has trained a recipe's own network. */
  readonly deviceFlops: number | null;
  /** Where the learning rate was set anew in this run, in step order. */
  readonly rateChanges: readonly RateChange[];
  /** What the form says: the experiment of the next Reset. */
  readonly draft: Experiment;
  /** A press on Step is on its way; the engine takes more of them meanwhile, one after the other. */
  readonly stepping: boolean;
  /** A press on Pause is on its way: the step that is being taken has to end first. */
  readonly pausing: boolean;
  /** A press on Reset is on its way: the step that is being taken has to end first. */
  readonly resetting: boolean;
  /** Answers whether it trains now; why not, a notice has said. */
  train(): Promise<boolean>;
  pause(): Promise<void>;
  step(): Promise<void>;
  /** Answers whether there is another run now. Where it could not be made, the one before is as it was. */
  reset(): Promise<boolean>;
  /** Trains on with the weights as they are, in batches of this size. */
  trainWithBatchSize(batchSize: number): Promise<void>;
  /** Brings back the run that the last Reset threw away, where it was worth keeping. */
  takeBack(): Promise<void>;
  /** The visitor does not want it back. */
  forgetReset(): void;
  /** Changes the draft. Before the run begins it is applied at once; the learning rate always is; the rest waits for Reset. */
  edit(change: Partial<Experiment>): void;
  /** Another recipe, on the same data set: the seed stays, all else becomes the recipe's. Applied as `propose` applies. */
  choose(recipe: RecipeName): void;
  /** Another data set, and the recipe's experiment on it; where the recipe does not suit the set, another recipe. The seed stays. */
  chooseDataSet(set: DataSetFacts): void;
  /** A whole draft from elsewhere (a link): a run that has begun keeps its learning rate too, until Reset. */
  propose(experiment: Experiment): void;
  /** A run of this experiment, in the place of the one on show, where one sees it learn: trains at once. Where it cannot be had, nothing changes. */
  startWith(experiment: Experiment, where?: ViewName): Promise<void>;
  /** Makes the run what the form says, which trains if the run before did. */
  switchOver(): Promise<void>;
  /** Takes back what waits for Reset. */
  withdraw(): void;
}
