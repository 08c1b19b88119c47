/**
 * A run: the network in training, its place in the data, and its history. Nothing here waits for
 * data or for the page. A step is submitted to the device and its loss arrives later, so the place
 * is kept twice: as submitted, and as settled (read back and shown).
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
  /** Of all parameters together, before clipping. */
  readonly gradientNorm: number;
  readonly images: number;
}

/** A step whose loss or gradient was not a number. */
interface Divergence {
  readonly step: number;
  /** The learning rate of that step. */
  readonly learningRate: number;
  /** The place after its batch. */
  readonly next: Cursor;
}

interface RunOptions {
  readonly network: NetworkDescription;
  readonly experiment: Experiment;
  /**
   * The set that the experiment names. Pictures of another shape than the network's are converted.
   */
  readonly dataSet: DataSet;
  /** The initial weights; default: those of the experiment's seed. */
  readonly source?: ParameterSource;
  /** `id` distinguishes runs of one experiment. */
  readonly saved?: Pick<Run, 'id' | 'origin'>;
  readonly origin: Origin;
  readonly basedOn?: BasedOn;
}

/** What has to be loaded or made for a run. */
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
  /** What was requested and the device cannot do; null if there is nothing. */
  readonly unmet: PlaygroundError | null;
  readonly network: NetworkReport;
  readonly description: NetworkDescription;
  /** Its pictures have the network's shape. */
  readonly dataSet: DataSet;
  readonly order: BatchOrder;
  learningRate: number;
  /** Of the next batch to submit. */
  cursor: Cursor = startCursor;
  /** What has been read back: the newest step, the place after it, its loss. */
  settled: { readonly step: number; readonly cursor: Cursor; readonly loss: number | null };
  epochLosses: number[] = [];
  lossHistory = new LossHistory();
  validation = new ValidationHistory();
  /**
   * Why its numbers can no longer be trusted: a GPU error occurred. Such a run is not trained
   * further and not saved.
   */
  broken: PlaygroundError | null = null;
  /** The run is at its last good step, and training on from there would end in the same way. */
  diverged: Divergence | null = null;
  /**
   * Device memory of the network in training and of its step; null until it has been warmed up, and
   * on backends that cannot say.
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
    // Without memory it fails here, so no step loses weights.
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

  /** Initial weights of the experiment's seed. */
  static async begin(experiment: Experiment, dataSet: DataSet): Promise<Run> {
    const network = await networkOf(experiment, dataSet.description);
    return Run.#make({ network, experiment, dataSet, origin: 'seed' });
  }

  /**
   * `checkpoint` has been checked. Without a training state its weights begin a run: of `current`,
   * if that is a recipe of this network, at `learningRate` or one for a trained network. The run
   * gets an id of its own, because the run that the file was exported from may have gone on
   * elsewhere, unless it is the autosave of `saved`.
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

  /** The same as the run's own `warmUp`, before the run exists. */
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
   * Has the device compile a step's programs, and draws the order of the images. Rejects when it is
   * abandoned.
   */
  async warmUp(onCompiled: OnCompiled, signal: AbortSignal): Promise<void> {
    this.order.draw(this.cursor.epoch);
    return warmUp(this.#learner.network, this.experiment, onCompiled, signal, (bytes) => {
      this.stepBytes = bytes;
    });
  }

  /** Brings the steps' data to the device. */
  prepare(): Promise<void> {
    return this.dataSet.moveToDevice();
  }

  /** Number of submitted steps; `settled.step` follows. */
  get submitted(): number {
    return this.#learner.optimizer.step;
  }

  /** Of the next step. */
  get scheduledLearningRate(): number {
    return this.#learner.scheduled(this.learningRate);
  }

  /**
   * Gives the step to the device. Resolves when the next one may be submitted. Rejects if the
   * device could not take it: with `step-out-of-memory`, and the run is unchanged, or with
   * `device-error`. `settled` resolves when its loss has been read, in the order of steps. It
   * rejects with `not-finite` if the loss or the gradient was not a number, and does so for every
   * later step: the optimizer has changed nothing since the step before. Null if a step that takes
   * long on a processor was abandoned because of the signal; the run is then unchanged.
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
    // Reading back is the one point where the loop waits for the device; the next step is submitted
    // before.
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
        // The step has been taken, and only its loss is unknown: the place moves along with the
        // weights.
        if (!this.diverged) this.settled = { ...this.settled, step, cursor: batch.next };
      },
    );
  }

  /** A step that the device could not take has changed nothing, or the run is broken. */
  async #failed(error: unknown): Promise<never> {
    if (!(error instanceof StepFailure)) throw error;
    const { cause, hasChanged } = error;
    if (hasChanged && cause instanceof PlaygroundError) this.broken ??= cause;
    if (hasChanged || !(cause instanceof PlaygroundError) || cause.code !== 'out-of-memory') throw cause;
    throw await this.#outOfMemory(cause);
  }

  /** Says what half the batch would need. */
  async #outOfMemory(cause: PlaygroundError): Promise<PlaygroundError> {
    const batch = Math.floor(this.experiment.batchSize / 2);
    const bytes = await stepMemory(this.#learner.network, { ...this.experiment, batchSize: Math.max(1, batch) });
    if (batch === 0 || bytes === null) return cause;
    return new PlaygroundError('step-out-of-memory', { batch, megabytes: megabytesOf(bytes) }, { cause });
  }

  /** Waits for the steps in flight, whether they succeed or fail. */
  settle(): Promise<void> {
    return this.#reads.settle();
  }

  /** Goes back to the last good step. Call it once nothing is in flight. */
  recover(): void {
    this.cursor = this.settled.cursor;
    this.#learner.optimizer.recover(this.settled.step);
  }

  /**
   * The base rate, which the schedule scales. If it is lowered after the run has diverged, training
   * goes on with the batch after the one that diverged: the loss of a step does not depend on its
   * rate, so the same batch would fail again.
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

  /** Everything needed to go on exactly. Call it while nothing else submits steps. */
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
   * A copy of the network in its current state, to look at while training goes on. Averaged weights
   * if there are any. It belongs to the caller.
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

const megabytesOf = (bytes: number): number => Math.ceil(bytes / 2 ** 20);

export function notFinite(step: number): PlaygroundError {
  return new PlaygroundError('not-finite', { step });
}
