/** Types of kept runs: one run's record, the list, a sweep, and what the page can do with them. */

import type { StoreApi } from 'zustand/vanilla';
import type { Experiment } from '../../ml/config.ts';
import type { Evaluation, Pictures } from '../../workers/protocol.ts';
import type { RateChange } from '../rate-log.ts';
import type { SweepParameter, SweepValue } from '../runs/sweep-values.ts';

/**
 * What the network made at this step, always from the same noise: samples, or the answers of a
 * network that answers in one pass.
 */
export interface KeptLook {
  readonly step: number;
  readonly pictures: Pictures;
  /** Null for a network that answers in one pass. */
  readonly evaluation: Pick<Evaluation, 'raw' | 'ema' | 'buckets'> | null;
}

/** The columns have the same length and are in step order. */
interface KeptCurve {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly losses: Float32Array<ArrayBuffer>;
  /** Exponential moving average over every step. */
  readonly smoothed: Float32Array<ArrayBuffer>;
}

export interface KeptHeldOut {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly raw: Float32Array<ArrayBuffer>;
  /** NaN if there are no averaged weights. */
  readonly ema: Float32Array<ArrayBuffer>;
}

/** Norms of the gradient, thinned. They are kept here because a checkpoint has none. */
export interface KeptNorms {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
}

/** Why a run that has been trained has no checkpoint. */
export type NoCheckpoint = 'room' | 'too-large' | 'not-saved';

export interface KeptRun {
  /** The engine's name for the run when it began. */
  readonly id: string;
  /** The engine's name for the run now: opening it from its checkpoint gives it a new one. */
  readonly runId: string;
  /** Counts from 1, in the order in which runs began. */
  readonly number: number;
  /** The name that the visitor gave; null: the page names the run by its settings. */
  readonly name: string | null;
  /** An index into the palette, from 0. */
  readonly colour: number;
  readonly starred: boolean;
  /** Deleted, but the page in which it was deleted can still restore it. */
  readonly removed: boolean;
  /** Milliseconds since 1970; 0 if the run has not been deleted. */
  readonly removedAt: number;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  readonly experiment: Experiment;
  /** The current learning rate. */
  readonly learningRate: number;
  /** The steps at which it was changed, in order; only the newest if there were many. */
  readonly rateChanges: readonly RateChange[];
  /** The name of its data set. */
  readonly setName: string;
  /** The experiment that its name compares it with: the previous run's, or the recipe's own. */
  readonly comparedWith: Experiment;
  readonly comparedWithRunBefore: boolean;
  /** The parameter that a sweep varied. */
  readonly swept: string | null;
  readonly kind: 'one-pass' | 'diffusion';
  readonly step: number;
  readonly phase: 'training' | 'resting' | 'finished' | 'failed';
  /** The device that trained it last, and its speed in images a second; null if unknown. */
  readonly device: string | null;
  readonly imagesPerSecond: number | null;
  readonly curve: KeptCurve;
  readonly norms: KeptNorms;
  readonly heldOut: KeptHeldOut;
  /** In step order. */
  readonly looks: readonly KeptLook[];
  /** The step of the kept checkpoint, and its size. */
  readonly checkpoint: { readonly step: number; readonly bytes: number } | null;
  readonly noCheckpoint: NoCheckpoint | null;
}

export interface RunListState {
  /** In the order in which they began. Includes the run that was deleted last. */
  readonly runs: readonly KeptRun[];
  /** The number of entries that could not be read and are lost. */
  readonly damaged: number;
  /**
   * Why the runs may be missing at the next visit: the browser stores nothing for the page, a newer
   * version of the page wrote the stored data, there is no room left, or writing failed.
   */
  readonly trouble: 'memory' | 'newer' | 'full' | 'failed' | null;
  /** The limit in bytes for all checkpoints together; null until it is known. */
  readonly budget: number | null;
  /**
   * Counted in this visit, for lack of room: runs that lost their checkpoint, and runs that were
   * removed.
   */
  readonly gaveUp: number;
  readonly letGo: number;
}

export interface SweepRun {
  readonly value: SweepValue;
  readonly phase: 'waiting' | 'training' | 'looking' | 'done' | 'failed';
  /** The id of the kept run, once it has begun. */
  readonly id: string | null;
}

export interface SweepState {
  /** Null before the first sweep. */
  readonly parameter: SweepParameter | null;
  readonly steps: number;
  readonly runs: readonly SweepRun[];
  /**
   * `replaced`: another run was begun meanwhile, so the sweep ended. `unfinished`: the page was
   * closed or reloaded in the middle of the sweep.
   */
  readonly phase: 'none' | 'running' | 'done' | 'cancelled' | 'replaced' | 'failed' | 'unfinished';
}

interface SweepPlan {
  readonly parameter: SweepParameter;
  readonly values: readonly SweepValue[];
  readonly steps: number;
  /** The settings that all of its runs share. */
  readonly experiment: Experiment;
}

export interface Sweep {
  readonly store: StoreApi<SweepState>;
  /** Settles when the sweep has ended, for whatever reason. Does nothing while another one runs. */
  start(plan: SweepPlan): Promise<void>;
  /** Pauses the current run and keeps it. */
  cancel(): void;
  /**
   * Continues an unfinished sweep. The interrupted value goes on from its last save, or starts
   * again if there is none.
   */
  goOn(): Promise<void>;
  /** Forgets an unfinished sweep; its runs stay. */
  drop(): void;
}

export interface ComparisonState {
  /** The runs whose curves are overlaid, in the order in which they began. */
  readonly selected: readonly string[];
  /** The id of the current run, once it has taken a step. */
  readonly shownId: string | null;
}

interface KeptCheckpoint {
  /** The id of the kept run. */
  readonly id: string;
  readonly step: number;
}

export interface KeptRuns {
  readonly list: StoreApi<RunListState>;
  readonly comparison: StoreApi<ComparisonState>;
  readonly sweep: Sweep;
  /** Selects at most `mostCompared` runs: one more replaces the one that was selected first. */
  select(id: string, selected: boolean): void;
  compareOnly(ids: readonly string[]): void;
  /** An empty name: the page names the run by its settings again. */
  rename(id: string, name: string): void;
  colour(id: string, colour: number): void;
  star(id: string, starred: boolean): void;
  /** The deletion can be undone until another run is deleted. */
  remove(id: string): void;
  takeBack(): void;
  /** Removes the deleted run for good. */
  forgetRemoved(): void;
  /** The kept checkpoint of the engine's run with this name. */
  checkpointOf(runId: string): KeptCheckpoint | null;
  /** Whether there is something to open: a kept checkpoint, or an autosave. */
  canOpen(id: string): Promise<boolean>;
  /** Replaces the current run. `name`: the name that the visitor sees. */
  open(id: string, name: string): Promise<void>;
  /** Starts a run of the same experiment from its first step. */
  startAgain(id: string): Promise<void>;
  /** Starts `experiment`; the page stays on the Runs view. */
  tryOut(experiment: Experiment): Promise<void>;
  /** The address that reproduces the run. */
  link(id: string): string;
  /** As a .zip. Throws `nothing-saved` if no checkpoint is left. */
  zipOf(run: KeptRun): Promise<Blob>;
  settle(zip?: Uint8Array<ArrayBuffer>): Promise<void>;
  continues(runId: string, formerRunId: string): void;
  flush(): Promise<void>;
}

/** Runs that are kept in this browser. */
export interface RunsSlice {
  /** Returns the same object for as long as the page lives. */
  load(): Promise<KeptRuns>;
  /** Loads the kept runs once a run has taken its first step. Called once. */
  watch(): void;
  /**
   * The current run is about to be replaced: stores its final state, if it can. `zip`: its
   * checkpoint, if one has just been made.
   */
  settle(zip?: Uint8Array<ArrayBuffer>): Promise<void>;
  /**
   * The kept checkpoint of the engine's run with this name; null if there is none, or if it cannot
   * be read.
   */
  checkpointOf(runId: string): Promise<KeptCheckpoint | null>;
  /** Opens the checkpoint of the kept run `id`. */
  open(id: string, name: string): Promise<void>;
  /** The engine's run `runId` continues the run that was called `formerRunId`. */
  continues(runId: string, formerRunId: string): void;
  /** The page is being hidden: writes what has not been written yet. */
  flush(): void;
}
