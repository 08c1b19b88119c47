/**
 * A run: the network in training, its place in the data, and its history. Nothing here waits for
 * data or for the page. A step's loss arrives some time after the step was submitted to the device,
 * so the place is kept twice: as submitted, and as settled (its loss read back and shown).
 */
import type * as tf from '@tensorflow/tfjs-core';
import type { BasedOn } from '../ml/checkpoint/based-on.ts';
import type { Checkpoint } from '../ml/checkpoint/checkpoint.ts';
import type { Experiment } from '../ml/config.ts';
import { type Batch, BatchOrder, type Cursor, startCursor } from '../ml/data/batches.ts';
import type { DataSet } from '../ml/data/dataset.ts';
import { freeUnusedMemory } from '../ml/device/current-backend.ts';
import { PlaygroundError } from '../ml/errors.ts';
import type { NetworkDescription, TrainingSet } from '../ml/network-description.ts';
import { copiedFrom, type ParameterSource } from '../ml/nn/parameters.ts';
import { randomStream } from '../ml/random.ts';
import { randomId } from '../ml/random-id.ts';
import type { Reason } from '../ml/reasons.ts';
import { createLearner } from '../ml/training/create-learner.ts';
import { guardedStep, StepFailure } from '../ml/training/guarded-step.ts';
import type { Learner } from '../ml/training/learner.ts';
import { LossHistory } from '../ml/training/loss-history.ts';
import { ValidationHistory } from '../ml/training/validation-history.ts';
import { type OnCompiled, stepMemory, warmUp } from '../ml/training/warm-up.ts';
import type { NetworkReport, Origin, Sampling } from '../workers/protocol.ts';
import { fitToDevice } from './fit.ts';
import { loadNetwork, networkOf } from './load-network.ts';
import { goesOnUntil } from './lock.ts';
import type { LoadedNetwork, NetworkSnapshot } from './network.ts';
import { OrderedReads } from './ordered-reads.ts';
import { numbersOf, readOptimizer, readTensors, writeOptimizer } from './tensors.ts';

export interface SettledStep {
  /** Counts from 1. */
  readonly step: number;
  readonly loss: number;
  /** Euclidean norm over all parameters, before clipping. */
  readonly gradientNorm: number;
  readonly images: number;
}

/** A step whose loss or gradient was not a number. */
interface Divergence {
  readonly step: number;
  /** The learning rate of that step. */
  readonly learningRate: number;
  /** The place after the batch of that step. */
  readonly next: Cursor;
}

interface RunOptions {
  readonly network: NetworkDescription;
  readonly experiment: Experiment;
  /**
   * The set that the experiment names. Its pictures are converted if the network takes another
   * shape.
   */
  readonly dataSet: DataSet;
  /** The initial weights; by default those of the experiment's seed. */
  readonly source?: ParameterSource;
  /** `id` tells runs of the same experiment apart. */
  readonly saved?: Pick<Run, 'id' | 'origin'>;
  readonly origin: Origin;
  readonly basedOn?: BasedOn;
}

/** What has to be loaded or created for a run. */
interface RunParts {
  readonly order: BatchOrder;
  readonly dataSet: DataSet;
  readonly network: LoadedNetwork;
  readonly learner: Learner;
  readonly unmet: PlaygroundError | null;
}

export class Run {
  readonly id: string;
  readonly origin: Origin;
  readonly #basedOn: BasedOn;
  /** As the device can train it. */
  readonly experiment: Experiment;
  /** What the experiment requested but the device cannot do; null if there is nothing. */
  readonly unmet: PlaygroundError | null;
  readonly network: NetworkReport;
  readonly description: NetworkDescription;
  /** Its pictures have the network's shape. */
  readonly dataSet: DataSet;
  readonly order: BatchOrder;
  learningRate: number;
  /** The place of the next batch to submit. */
  cursor: Cursor = startCursor;
  /** The newest step that has been read back, the place after it, and its loss. */
  settled: { readonly step: number; readonly cursor: Cursor; readonly loss: number | null };
  epochLosses: number[] = [];
  lossHistory = new LossHistory();
  validation = new ValidationHistory();
  /**
   * The GPU error after which the run's numbers cannot be trusted. Such a run is neither trained
   * further nor saved.
   */
  broken: PlaygroundError | null = null;
  /**
   * Set when the run has gone back to its last good step; training on from there would diverge
   * again.
   */
  diverged: Divergence | null = null;
  /**
   * Device memory of the network in training and of one step; null until the run has been warmed
   * up, and on backends that cannot tell.
   */
  stepBytes: number | null = null;
  readonly #learner: Learner;
  readonly #openNetwork: LoadedNetwork['open'];
  readonly #reads = new OrderedReads();

  /** Throws before anything is allocated: `data-no-images`, or an error of the network. */
  static async #make(options: RunOptions): Promise<Run> {
    const { source } = options;
    const { description } = options.dataSet;
    const { experiment, unmet } = fitToDevice(options.experiment);
    const network = await loadNetwork(options.network, description);
    const dataSet = options.dataSet.inShape(network.shape);
    const { seed, batchSize, classes, epochs } = experiment;
    const stream = randomStream(seed).fork('batches');
    const order = new BatchOrder({ dataSet, stream, batchSize, classes, epochs });
    const learner = await createLearner(network.description, experiment, {
      totalSteps: order.plannedSteps,
      setClasses: description.classNames.length,
      source,
    });
    // Fails here if there is not enough memory, so that no step can lose weights.
    try {
      learner.optimizer.settle();
    } catch (error) {
      learner.dispose();
      throw error;
    }
    return new Run({ ...options, experiment }, { dataSet, order, network, learner, unmet });
  }

  private constructor(
    { experiment, saved, origin, basedOn = [] }: RunOptions,
    { dataSet, order, network, learner, unmet }: RunParts,
  ) {
    this.order = order;
    this.experiment = experiment;
    this.unmet = unmet;
    this.id = saved?.id ?? randomId();
    this.origin = saved?.origin ?? origin;
    this.#basedOn = basedOn;
    this.learningRate = experiment.learningRate;
    this.settled = { step: 0, cursor: this.cursor, loss: null };
    this.dataSet = dataSet;
    this.#learner = learner;
    this.#openNetwork = network.open;
    this.description = network.description;
    const { facts, shape, classes, needsClass } = network;
    this.network = { ...facts, shape, classes, needsClass, hasEma: learner.optimizer.ema !== null };
  }

  /** A new run with the initial weights of the experiment's seed. */
  static async begin(experiment: Experiment, dataSet: DataSet): Promise<Run> {
    const network = await networkOf(experiment, dataSet.description);
    return Run.#make({ network, experiment, dataSet, origin: 'seed' });
  }

  /**
   * `checkpoint` has been checked. If it has no training state, its weights begin a new run: of
   * `current` if that is a recipe of this network, at `learningRate` or else at a rate for a
   * trained network. The run gets its own id, because the run that the file was exported from may
   * have gone on elsewhere. Only the autosave of `saved` keeps its id.
   */
  static async from(
    checkpoint: Checkpoint,
    current: Experiment,
    dataSet: DataSet,
    saved?: Pick<Run, 'id' | 'origin'>,
    learningRate?: number,
  ): Promise<Run> {
    const { fineTuningFor, trainedExperiment } = await import('./imported-experiment.ts');
    const { network, training, weights } = checkpoint;
    const { basedOnIn } = await import('../ml/checkpoint/trained-on.ts');
    const basedOn = basedOnIn(checkpoint);
    const base = { network, dataSet, origin: 'checkpoint', basedOn, ...(saved && { saved }) } as const;
    if (!training) {
      return Run.#make({
        ...base,
        experiment: fineTuningFor(network, current, dataSet.description, learningRate),
        source: numbersOf(weights),
      });
    }
    const { progress, tensors } = training;
    const experiment = trainedExperiment(network, progress.experiment);
    const run = await Run.#make({ ...base, experiment, source: numbersOf(tensors.raw) });
    try {
      run.#resume(checkpoint, training);
      run.#learner.optimizer.settle();
      return run;
    } catch (error) {
      run.dispose();
      throw error;
    }
  }

  #resume({ weights }: Checkpoint, { progress, tensors }: NonNullable<Checkpoint['training']>): void {
    const { learningRate, step, cursor, loss, epochLosses, lossHistory, validationHistory } = progress;
    if (cursor.position > this.order.imageCount) {
      const [images, all] = [progress.dataSet?.counts.train ?? 0, this.dataSet.description.counts.train];
      if (images > all) throw new PlaygroundError('data-fewer', { images, all });
      const reason: Reason = { code: 'cursor-beyond', position: cursor.position, images: this.order.imageCount };
      throw new PlaygroundError('checkpoint-invalid', { file: 'training_state.json', reason });
    }
    this.learningRate = learningRate;
    this.cursor = cursor;
    this.settled = { step, cursor, loss };
    this.epochLosses = [...epochLosses];
    this.lossHistory = new LossHistory(lossHistory);
    this.validation = new ValidationHistory(validationHistory);
    writeOptimizer(this.#learner.optimizer, step, tensors, weights);
  }

  /** Like the run's own `warmUp`, but before the run exists. */
  static warmUp(asked: Experiment, set: TrainingSet): Pick<Run, 'warmUp' | 'stepBytes'> {
    const { experiment } = fitToDevice(asked);
    return {
      stepBytes: null,
      async warmUp(onCompiled, signal) {
        await warmUp(await networkOf(experiment, set), experiment, onCompiled, signal, (bytes) => {
          this.stepBytes = bytes;
        });
      },
    };
  }

  /**
   * Has the device compile the programs of a step, and draws the order of the images. Rejects if it
   * is abandoned.
   */
  async warmUp(onCompiled: OnCompiled, signal: AbortSignal): Promise<void> {
    this.order.draw(this.cursor.epoch);
    return warmUp(this.#learner.network, this.experiment, onCompiled, signal, (bytes) => {
      this.stepBytes = bytes;
    });
  }

  /** Brings the data of the steps to the device. */
  prepare(): Promise<void> {
    return this.dataSet.moveToDevice();
  }

  /** Number of submitted steps; `settled.step` lags behind. */
  get submitted(): number {
    return this.#learner.optimizer.step;
  }

  /** The learning rate of the next step. */
  get scheduledLearningRate(): number {
    return this.#learner.scheduled(this.learningRate);
  }

  /**
   * Submits the step to the device, and resolves when the next one may be submitted. If the device
   * could not take the step, rejects with `step-out-of-memory`, which leaves the run unchanged, or
   * with `device-error`. `settled` resolves when the loss has been read, in the order of the steps.
   * If the loss or the gradient was not a number, it rejects with `not-finite`, for this step and
   * for every later one: the optimizer has changed nothing since the step before. Resolves to null
   * if `signal` abandoned a step that takes long on a CPU; the run is then unchanged.
   */
  async submit(batch: Batch, signal?: AbortSignal): Promise<{ settled: Promise<SettledStep> } | null> {
    const { learningRate } = this;
    const given = guardedStep(this.#learner, batch, learningRate, signal ? goesOnUntil(signal) : null);
    // A replayed step is submitted synchronously, so there is nothing to await.
    const numbers = given instanceof Promise ? await given.catch((error) => this.#failed(error)) : given;
    return numbers && { settled: this.#read(batch, numbers, learningRate) };
  }

  #read(batch: Batch, numbers: tf.Tensor1D, learningRate: number): Promise<SettledStep> {
    const step = this.submitted;
    this.cursor = batch.next;
    // Reading back is the only point where the loop waits for the device, and by then the next step
    // has been submitted.
    return this.#reads.add(
      numbers,
      ({ loss, gradientNorm }) => {
        if (!Number.isFinite(loss) || !Number.isFinite(gradientNorm)) {
          this.diverged ??= { step, learningRate, next: batch.next };
        }
        if (this.diverged) throw notFinite(this.diverged.step);
        this.settled = { step, cursor: batch.next, loss };
        this.lossHistory.add(step, loss);
        if (batch.next.epoch > batch.epoch) this.epochLosses.push(loss);
        return { step, loss, gradientNorm, images: batch.labels.length };
      },
      () => {
        // The step has been taken and only its loss is unknown, so the place must advance with the
        // weights.
        if (!this.diverged) this.settled = { ...this.settled, step, cursor: batch.next };
      },
    );
  }

  /** If the device could not take the step, either nothing has changed or the run is broken. */
  async #failed(error: unknown): Promise<never> {
    if (!(error instanceof StepFailure)) throw error;
    const { cause, hasChanged } = error;
    if (hasChanged && cause instanceof PlaygroundError) this.broken ??= cause;
    if (hasChanged || !(cause instanceof PlaygroundError) || cause.code !== 'out-of-memory') throw cause;
    throw await this.#outOfMemory(cause);
  }

  /** Adds what half the batch would need. */
  async #outOfMemory(cause: PlaygroundError): Promise<PlaygroundError> {
    const batch = Math.floor(this.experiment.batchSize / 2);
    const bytes = await stepMemory(this.#learner.network, { ...this.experiment, batchSize: Math.max(1, batch) });
    if (batch === 0 || bytes === null) return cause;
    return new PlaygroundError('step-out-of-memory', { batch, megabytes: Math.ceil(bytes / 2 ** 20) }, { cause });
  }

  /** Waits until all steps in flight have succeeded or failed. */
  settle(): Promise<void> {
    return this.#reads.settle();
  }

  /** Goes back to the last good step. Call it when nothing is in flight. */
  recover(): void {
    this.cursor = this.settled.cursor;
    this.#learner.optimizer.recover(this.settled.step);
  }

  /**
   * Sets the base rate, which the schedule scales. If it is lowered after the run has diverged,
   * training goes on after the batch that diverged: a step's loss does not depend on its rate, so
   * the same batch would diverge again.
   */
  setLearningRate(value: number): void {
    const { diverged, settled } = this;
    if (diverged && value < diverged.learningRate) {
      const { next } = diverged;
      if (next.epoch > settled.cursor.epoch && settled.loss !== null) this.epochLosses.push(settled.loss);
      this.cursor = next;
      this.settled = { ...settled, cursor: next };
      this.diverged = null;
    }
    this.learningRate = value;
  }

  /** Everything that exact resumption needs. Call it while nobody submits steps. */
  async checkpoint(): Promise<Checkpoint> {
    await this.settle();
    const { network, parameters, optimizer } = this.#learner;
    const [raw, { ema, ...moments }] = await Promise.all([readTensors(parameters), readOptimizer(optimizer)]);
    const { step, cursor, loss } = this.settled;
    const { experiment, learningRate } = this;
    return {
      network,
      weights: ema ?? raw,
      training: {
        progress: {
          experiment,
          dataSet: this.dataSet.description,
          learningRate,
          step,
          totalSteps: this.order.plannedSteps,
          cursor,
          loss,
          epochLosses: [...this.epochLosses],
          lossHistory: this.lossHistory.points(),
          validationHistory: this.validation.points(),
          ...(this.#basedOn.length > 0 && { basedOn: this.#basedOn }),
        },
        tensors: { raw, ...moments },
      },
    };
  }

  /**
   * A copy of the network in its current state, for use while training goes on; with averaged
   * weights if the run has any. It belongs to the caller.
   */
  networkSnapshot(weights: Sampling['weights']): NetworkSnapshot {
    const { parameters, optimizer } = this.#learner;
    const network = this.#openNetwork(copiedFrom(weights === 'ema' ? (optimizer.ema ?? parameters) : parameters));
    return {
      ...network,
      dispose() {
        network.dispose();
        freeUnusedMemory();
      },
    };
  }

  dispose(): void {
    this.#learner.dispose();
    freeUnusedMemory();
  }
}

export function notFinite(step: number): PlaygroundError {
  return new PlaygroundError('not-finite', { step });
}
