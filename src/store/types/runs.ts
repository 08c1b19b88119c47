/** Kept runs: what is kept of each, their list, a sweep, and what the page does with them. Types only. */

import type { StoreApi } from 'zustand/vanilla';
import type { Experiment } from '../../ml/config.ts';
import type { Evaluation, Pictures } from '../../workers/protocol.ts';
import type { RateChange } from '../rate-log.ts';
import type { SweepParameter, SweepValue } from '../runs/sweep-values.ts';

/** What the network made at a step, from the same noise every time: samples, or of a network that answers in one pass its answers. */
export interface KeptLook {
  readonly step: number;
  readonly pictures: Pictures;
  /** Null of a network that answers in one pass. */
  readonly evaluation: Pick<Evaluation, 'raw' | 'ema' | 'buckets'> | null;
}

/** Columns of the same length, in step order. */
export interface KeptCurve {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly losses: Float32Array<ArrayBuffer>;
  /** Exponential moving average over every step. */
  readonly smoothed: Float32Array<ArrayBuffer>;
}

export interface KeptHeldOut {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly raw: Float32Array<ArrayBuffer>;
  /** NaN where there are no averaged weights. */
  readonly ema: Float32Array<ArrayBuffer>;
}

/** Of the gradient, thinned: a checkpoint has none. */
export interface KeptNorms {
  readonly steps: Float64Array<ArrayBuffer>;
  readonly values: Float32Array<ArrayBuffer>;
}

/** Why there is no checkpoint of a run that has been trained. */
export type NoCheckpoint = 'room' | 'too-large' | 'not-saved';

export interface KeptRun {
  /** What the engine called the run when it began. */
  readonly id: string;
  /** What the engine calls it now: a run that was opened from its checkpoint has another name there. */
  readonly runId: string;
  /** Counts from 1, in the order in which runs began. */
  readonly number: number;
  /** As the visitor has it; null: it is named by what it does. */
  readonly name: string | null;
  /** A place in the palette, from 0. */
  readonly colour: number;
  readonly starred: boolean;
  /** Deleted: it can be had back in the page where that was done. */
  readonly removed: boolean;
  /** Milliseconds since 1970; 0 of one that is not. */
  readonly removedAt: number;
  /** Milliseconds since 1970. */
  readonly begunAt: number;
  readonly experiment: Experiment;
  /** As it is by now. */
  readonly learningRate: number;
  /** Where it was set anew, in step order; the newest where there were many. */
  readonly rateChanges: readonly RateChange[];
  /** What its set is called. */
  readonly setName: string;
  /** The experiment that its name compares it with: of the run before, or the recipe's own. */
  readonly comparedWith: Experiment;
  readonly comparedWithRunBefore: boolean;
  /** The parameter that a sweep varied. */
  readonly swept: string | null;
  readonly kind: 'one-pass' | 'diffusion';
  readonly step: number;
  readonly phase: 'training' | 'resting' | 'finished' | 'failed';
  /** What trained it last, and how fast, images a second; null where that is not known. */
  readonly device: string | null;
  readonly imagesPerSecond: number | null;
  readonly curve: KeptCurve;
  readonly norms: KeptNorms;
  readonly heldOut: KeptHeldOut;
  /** In step order. */
  readonly looks: readonly KeptLook[];
  /** Of which step one is kept, and what it takes. */
  readonly checkpoint: { readonly step: number; readonly bytes: number } | null;
  readonly noCheckpoint: NoCheckpoint | null;
}

export interface RunListState {
  /** In the order in which they began, with the one that was deleted last. */
  readonly runs: readonly KeptRun[];
  /** Entries that could not be read, and are gone. */
  readonly damaged: number;
  /** What stands between the runs and the next visit: the browser keeps nothing for the page, a newer version of the page wrote what is there, there is no room left, or writing failed. */
  readonly trouble: 'memory' | 'newer' | 'full' | 'failed' | null;
  /** Of all checkpoints together; null until it is known. */
  readonly budget: number | null;
  /** In this visit, for want of room: runs whose checkpoint was given up, and runs that were let go. */
  readonly gaveUp: number;
  readonly letGo: number;
}

export interface SweepRun {
  readonly value: SweepValue;
  readonly phase: 'waiting' | 'training' | 'looking' | 'done' | 'failed';
  /** Of the kept run, once it has begun. */
  readonly id: string | null;
}

export interface SweepState {
  /** Null before the first. */
  readonly parameter: SweepParameter | null;
  readonly steps: number;
  readonly runs: readonly SweepRun[];
  /** `replaced`: another run was begun meanwhile, so the sweep ended. `unfinished`: the page was closed or reloaded in the middle of it. */
  readonly phase: 'none' | 'running' | 'done' | 'cancelled' | 'replaced' | 'failed' | 'unfinished';
}

export interface SweepPlan {
  readonly parameter: SweepParameter;
  readonly values: readonly SweepValue[];
  readonly steps: number;
  /** What is the same in all of them. */
  readonly experiment: Experiment;
}

export interface Sweep {
  readonly store: StoreApi<SweepState>;
  /** Settles when it has ended, however it did. Nothing where one is running. */
  start(plan: SweepPlan): Promise<void>;
  /** The run of the moment is paused and kept. */
  cancel(): void;
  /** Goes on with an unfinished one: the value that was cut short from its last save, or anew where there is none. */
  goOn(): Promise<void>;
  /** Forgets an unfinished one; its runs stay. */
  drop(): void;
}

export interface ComparisonState {
  /** Which runs are laid over each other, in the order in which they began. */
  readonly selected: readonly string[];
  /** Of the run on show, once it has taken a step. */
  readonly shownId: string | null;
}

export interface KeptCheckpoint {
  /** Of the kept run. */
  readonly id: string;
  readonly step: number;
}

export interface KeptRuns {
  readonly list: StoreApi<RunListState>;
  readonly comparison: StoreApi<ComparisonState>;
  readonly sweep: Sweep;
  /** At most `mostCompared`: the one that was selected first gives way. */
  select(id: string, selected: boolean): void;
  compareOnly(ids: readonly string[]): void;
  /** Empty: named by what it does again. */
  rename(id: string, name: string): void;
  colour(id: string, colour: number): void;
  star(id: string, starred: boolean): void;
  /** It can be had back until another is deleted. */
  remove(id: string): void;
  takeBack(): void;
  /** What was deleted goes for good. */
  forgetRemoved(): void;
  /** The checkpoint that is kept of the engine's run of this name. */
  checkpointOf(runId: string): KeptCheckpoint | null;
  /** Whether there is something to open: a kept checkpoint, or an autosave. */
  canOpen(id: string): Promise<boolean>;
  /** Takes the place of the run on show. `name`: what the visitor knows it by. */
  open(id: string, name: string): Promise<void>;
  /** A run of the same experiment from its first step. */
  startAgain(id: string): Promise<void>;
  /** Starts `experiment`; the runs stay on show. */
  tryOut(experiment: Experiment): Promise<void>;
  /** The address that reproduces it. */
  link(id: string): string;
  /** As a .zip. Throws `nothing-saved` where there is none any more. */
  zipOf(run: KeptRun): Promise<Blob>;
  settle(zip?: Uint8Array<ArrayBuffer>): Promise<void>;
  continues(runId: string, formerRunId: string): void;
  flush(): Promise<void>;
}

/** Runs that are kept in this browser. */
export interface RunsSlice {
  /** The same for as long as the page lives. */
  load(): Promise<KeptRuns>;
  /** Loads them once a run has taken its first step. Called once. */
  watch(): void;
  /** The run on show is about to give way: what it came to is kept, as far as it can be. `zip`: its checkpoint, where there is one already. */
  settle(zip?: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The checkpoint that is kept of the engine's run of this name; null where none is, or it cannot be read. */
  checkpointOf(runId: string): Promise<KeptCheckpoint | null>;
  /** Opens the checkpoint of the kept run `id`. */
  open(id: string, name: string): Promise<void>;
  /** The engine's run `runId` goes on with what `formerRunId` was. */
  continues(runId: string, formerRunId: string): void;
  /** The page is being hidden: what waits is written. */
  flush(): void;
}
