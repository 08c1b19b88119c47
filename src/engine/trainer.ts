/** One run after another on one device: training, pausing, replacing. The session decides who may ask when. */
import { BatchOrder } from '../ml/data/batches.ts';
import type { DataSet } from '../ml/data/dataset.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { randomStream } from '../ml/random.ts';
import type { EngineEvents, NetworkReport, Phase, RunStatus } from '../workers/protocol.ts';
import { Metrics } from './metrics.ts';
import type { Run, SettledStep } from './run.ts';
import { TrainLoop } from './train-loop.ts';
import type { Turns } from './turns.ts';

export interface TrainerListener {
  settled(step: SettledStep): void;
  /** Asked before the phase says `failed`: what the error came of, where more is known. */
  causeOf(error: unknown): Promise<unknown>;
  /** Training has stopped: by itself or because it was asked to (null), or by an error. */
  stopped(error: unknown): void;
}

export class Trainer {
  run: Run;
  #order: BatchOrder;
  #phase: Phase;
  #loop: TrainLoop | null = null;
  #ended: Promise<void> = Promise.resolve();
  #beforeTold: (() => Promise<unknown>) | null = null;
  readonly #metrics: Metrics;

  /** Steps, and whatever else uses the device, take `turns`. */
  constructor(
    run: Run,
    private readonly dataSet: DataSet,
    private readonly turns: Turns,
    private readonly events: EngineEvents,
    private readonly listener: TrainerListener,
  ) {
    this.run = run;
    this.#order = orderOf(run, dataSet);
    this.#phase = restingPhase(run);
    this.#metrics = new Metrics(
      (batch) => events.metrics(batch),
      () => this.status(),
      () => this.#imagesLeft(),
    );
  }

  get running(): boolean {
    return this.#loop !== null;
  }

  status(): RunStatus {
    const { id: runId, origin, experiment, learningRate, epochLosses } = this.run;
    const { step, cursor, loss } = this.run.settled;
    return {
      runId,
      origin,
      network: articleReport,
      phase: this.#phase,
      experiment,
      step,
      epoch: cursor.epoch,
      stepInEpoch: this.#order.stepInEpoch(cursor),
      stepsPerEpoch: this.#order.stepsPerEpoch,
      learningRate,
      scheduledLearningRate: learningRate,
      loss,
      epochLosses: [...epochLosses],
    };
  }

  /** The run is the trainer's from here on. Throws `data-no-images` or `checkpoint-invalid` before anything is replaced. Call it while nothing runs. */
  async replace(run: Run): Promise<void> {
    const order = orderOf(run, this.dataSet);
    // In a turn: a preview may be using the old network.
    await this.turns.take(() => this.run.dispose());
    this.run = run;
    this.#order = order;
    this.#enter(restingPhase(run));
  }

  /** Trains on until `lastStep`, the last epoch, `stop` or an error. */
  start(lastStep: number): void {
    if (this.#loop) return;
    if (this.run.broken) throw this.run.broken;
    const { step, loss } = this.run.settled;
    if (loss !== null && !Number.isFinite(loss)) throw new PlaygroundError('not-finite', { step });
    if (this.#phase === 'finished' || step >= lastStep) return;
    this.#metrics.start(performance.now());
    const loop = new TrainLoop(this.run, this.#order, this.turns, this.#loopListener, lastStep);
    this.#loop = loop;
    this.#enter('training');
    this.#ended = loop.ended.then(
      () => this.#end(restingPhase(this.run), null),
      async (error: unknown) => this.#end('failed', await this.listener.causeOf(error)),
    );
  }

  /** The device has erred, so that the network may hold anything: the run ends here, trained or not. Only the first error counts. */
  fail(error: PlaygroundError): void {
    if (this.run.broken) return;
    this.run.broken = error;
    if (this.#loop) {
      this.#loop.fail(error);
      return;
    }
    this.#enter('failed');
    this.listener.stopped(error);
  }

  /** Resolves when nothing is in flight and the listener has been told, well or badly. */
  ended(): Promise<void> {
    return this.#ended;
  }

  /** `beforeTold` runs when the last step has settled and before the phase says so: who sees `paused` may rely on it. */
  async stop(beforeTold?: () => Promise<unknown>): Promise<void> {
    if (this.#loop && beforeTold) this.#beforeTold = beforeTold;
    this.#loop?.stop();
    await this.#ended;
  }

  readonly #loopListener = {
    settled: (step: SettledStep): void => {
      this.#metrics.add(step, performance.now());
      this.listener.settled(step);
    },
    waiting: (waits: boolean): void => this.#enter(waits ? 'waiting' : 'training'),
  };

  async #end(phase: Phase, error: unknown): Promise<void> {
    await this.#beforeTold?.();
    this.#beforeTold = null;
    this.#loop = null;
    this.#enter(phase);
    this.listener.stopped(error);
  }

  #enter(phase: Phase): void {
    this.#phase = phase;
    this.#metrics.flush(performance.now()); // what it says comes before the new phase
    this.events.status(this.status());
  }

  #imagesLeft(): number {
    const { epoch, position } = this.run.settled.cursor;
    return Math.max(0, this.run.experiment.epochs - epoch) * this.#order.imageCount - position;
  }
}

const articleReport: NetworkReport = {
  kind: 'one-pass',
  parameters: 268_547,
  prediction: 'sample',
  knowsClasses: false,
  hasEma: false,
};

/** Frees the run where the data has nothing for it. */
function orderOf(run: Run, dataSet: DataSet): BatchOrder {
  const { seed, batchSize, classes, epochs } = run.experiment;
  try {
    const stream = randomStream(seed).fork('batches');
    const order = new BatchOrder({ dataSet, stream, batchSize, classes, epochs });
    if (run.cursor.position > order.imageCount) {
      const reason = `cursor.position: ${run.cursor.position} of ${order.imageCount} images`;
      throw new PlaygroundError('checkpoint-invalid', { file: 'training_state.json', reason });
    }
    return order;
  } catch (error) {
    run.dispose();
    throw error;
  }
}

/** Of a run that is not being trained. */
function restingPhase({ settled, experiment, broken }: Run): Phase {
  if (broken) return 'failed';
  if (settled.cursor.epoch >= experiment.epochs) return 'finished';
  return settled.step === 0 ? 'ready' : 'paused';
}
