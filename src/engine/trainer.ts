/**
 * One run after another on one device: training, pausing, replacing. The session decides which
 * request may come when.
 */
import { type ErrorCode, PlaygroundError } from '../ml/errors.ts';
import type { EngineEvents, Phase, RunStatus } from '../workers/protocol.ts';
import type { Lock } from './lock.ts';
import { Metrics } from './metrics.ts';
import { notFinite, type Run, type SettledStep } from './run.ts';
import { TrainLoop } from './train-loop.ts';

export interface TrainerListener {
  /** Called under the lock in which the step was submitted. */
  submitted(step: number): void;
  settled(step: SettledStep): void;
  /** The phase says `waiting`. */
  waits(): void;
  /** Called before the phase says `failed`: returns the cause of the error, if more is known. */
  causeOf(error: unknown): Promise<unknown>;
  /** Training has stopped: by itself or on request (null), or by an error. */
  stopped(error: unknown): void;
}

const memoryCodes: readonly ErrorCode[] = ['step-out-of-memory', 'out-of-memory'];

export class Trainer {
  run: Run;
  /** The last step that training was started for. */
  lastStep = Number.POSITIVE_INFINITY;
  #phase: Phase;
  #loop: TrainLoop | null = null;
  #ended: Promise<void> = Promise.resolve();
  #waitsSince: number | null = null;
  #beforeNotified: (() => Promise<unknown>) | null = null;
  readonly #metrics: Metrics;

  /** Steps, and everything else that uses the device, take `lock`. */
  constructor(
    run: Run,
    private readonly lock: Lock,
    private readonly events: EngineEvents,
    private readonly listener: TrainerListener,
  ) {
    this.run = run;
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

  /**
   * Training was started, and its first step still waits for the device: stopping now loses
   * nothing.
   */
  get waitsForDevice(): boolean {
    return this.#loop?.begun === false;
  }

  /** How long training has been waiting for images, in ms; 0 if it does not wait. */
  get waited(): number {
    return this.#waitsSince === null ? 0 : performance.now() - this.#waitsSince;
  }

  status(): RunStatus {
    const {
      id: runId,
      origin,
      network,
      experiment,
      dataSet,
      order,
      learningRate,
      scheduledLearningRate,
      epochLosses,
      stepBytes,
    } = this.run;
    const { step, cursor, loss } = this.run.settled;
    return {
      runId,
      origin,
      network,
      phase: this.#phase,
      experiment,
      dataSet: dataSet.description,
      step,
      epoch: cursor.epoch,
      stepInEpoch: order.stepInEpoch(cursor),
      stepsPerEpoch: order.stepsPerEpoch,
      learningRate,
      scheduledLearningRate,
      loss,
      epochLosses: [...epochLosses],
      stepBytes,
    };
  }

  /** The run belongs to the trainer from here on. Call it while nothing runs. */
  async replace(run: Run): Promise<void> {
    // Under the lock, because a preview may be using the old network.
    await this.lock.take(() => this.run.dispose());
    this.run = run;
    this.#enter(restingPhase(run));
  }

  /** Trains until `lastStep`, the last epoch, `stop` or an error. */
  start(lastStep: number): void {
    if (this.#loop) return;
    if (this.run.broken) throw this.run.broken;
    if (this.run.diverged) throw notFinite(this.run.diverged.step);
    if (this.#phase === 'finished' || this.run.settled.step >= lastStep) return;
    this.lastStep = lastStep;
    this.#metrics.start(performance.now());
    const loop = new TrainLoop(this.run, this.lock, this.#loopListener, lastStep);
    this.#loop = loop;
    this.#enter('training');
    this.#ended = loop.ended.then(
      () => this.#end(restingPhase(this.run), null),
      async (error: unknown) => {
        const cause = await this.listener.causeOf(error);
        // There was no memory for a step, but the run itself is intact and may be trained on.
        const isWhole = cause instanceof PlaygroundError && memoryCodes.includes(cause.code);
        await this.#end(isWhole ? restingPhase(this.run) : 'failed', cause);
      },
    );
  }

  setLearningRate(value: number): void {
    this.run.setLearningRate(value);
    if (!this.#loop) this.#enter(restingPhase(this.run));
  }

  /**
   * A device error: the network may hold anything, so the run ends here, trained or not. Only the
   * first error counts.
   */
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

  /**
   * Resolves when nothing is in flight and the listener has been notified, also after a failure.
   */
  ended(): Promise<void> {
    return this.#ended;
  }

  /**
   * `beforeNotified` runs after the last step has settled and before the phase changes, so that a
   * listener to `paused` can rely on it.
   */
  async stop(beforeNotified?: () => Promise<unknown>): Promise<void> {
    if (this.#loop && beforeNotified) this.#beforeNotified = beforeNotified;
    this.#loop?.stop();
    await this.#ended;
  }

  readonly #loopListener = {
    submitted: (step: number): void => this.listener.submitted(step),
    settled: (step: SettledStep): void => {
      this.#metrics.add(step, performance.now());
      this.listener.settled(step);
    },
    waiting: (waits: boolean): void => {
      this.#waitsSince = waits ? performance.now() : null;
      this.#enter(waits ? 'waiting' : 'training');
      if (waits) this.listener.waits();
    },
  };

  async #end(phase: Phase, error: unknown): Promise<void> {
    await this.#beforeNotified?.();
    this.#beforeNotified = null;
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
    return Math.max(0, this.run.experiment.epochs - epoch) * this.run.order.imageCount - position;
  }
}

/** The phase of a run that is not being trained. */
function restingPhase({ settled, experiment, broken, diverged }: Run): Phase {
  if (broken || diverged) return 'failed';
  if (settled.cursor.epoch >= experiment.epochs) return 'finished';
  return settled.step === 0 ? 'ready' : 'paused';
}
