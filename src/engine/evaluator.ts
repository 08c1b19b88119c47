/**
 * Measures a diffusion network on images that it never learns from, and samples from it. It uses
 * copies of the weights and takes the lock between training steps for a few images at a time, so
 * training waits little and does not change. One evaluation runs at a time.
 */
import { shownCounts } from '../ml/config.ts';
import type { DataSet } from '../ml/data/dataset.ts';
import { memoryErrorOf, openErrorScope } from '../ml/device/error-scopes.ts';
import type { HeldOutImages } from '../ml/diffusion/held-out-loss.ts';
import type { Turn } from '../ml/diffusion/sample.ts';
import { PlaygroundError } from '../ml/errors.ts';
import { randomStream } from '../ml/random.ts';
import type { Evaluation } from '../workers/protocol.ts';
import type { Subject, Validation } from './evaluator.lazy.ts';
import { type CheckedLock, nextTask } from './lock.ts';
import type { DiffusionNetwork, NetworkSnapshot } from './network.ts';
import { joined, picturesOf } from './pictures.ts';
import type { Run } from './run.ts';

const heldOutCount = 64;
/** Every tenth of the timesteps gets an image. */
const leastHeldOut = shownCounts.buckets;

/** Longest time that a save or a reset waits for images of an evaluation in progress. */
const imagesWaitMs = 1_000;

/**
 * Not the run's seed: runs of one recipe are measured with the same noise, so that their curves can
 * be compared.
 */
const stream = randomStream(0).fork('evaluation');

// Loaded for the first network that is evaluated.
const loadEvaluation = () => import('./evaluator.lazy.ts');

export interface EvaluatorListener {
  evaluated(evaluation: Evaluation): void;
  failed(error: unknown): void;
}

export class Evaluator {
  /** The newest evaluation, finished or in progress. */
  #newest: { readonly run: Run; readonly step: number } | null = null;
  #stop = new AbortController();
  /** The evaluation in progress; null once it is done or abandoned. */
  #busy: Subject | null = null;
  /**
   * Settles with the validation losses of the evaluation in progress, if they are kept with the
   * run; its pictures may take longer.
   */
  #validated: Promise<unknown> = Promise.resolve();
  /** The evaluation to run at rest after the one in progress. */
  #next: { readonly keep: boolean } | null = null;
  /**
   * Settles when the newest evaluation has been reported, or has failed or been abandoned. It never
   * rejects.
   */
  #done: Promise<unknown> = Promise.resolve();
  #closed = false;
  #heldOut: { readonly dataSet: DataSet; readonly classes: string; readonly images: Promise<HeldOutImages> } | null =
    null;

  /**
   * `run` is called when the evaluator has the lock, because the run may have been replaced
   * meanwhile.
   */
  constructor(
    private readonly lock: CheckedLock,
    private readonly run: () => Run,
    private readonly listener: EvaluatorListener,
  ) {}

  /**
   * Call it under the lock in which training has just submitted a step that must be evaluated. Its
   * losses are kept with the run. Does nothing while an earlier step is still being evaluated. It
   * never throws: without memory for the evaluation, training goes on without it.
   */
  submitted(): void {
    if (this.#busy) return;
    // A separate scope: the step remains valid if there is no memory for the copies.
    const scope = openErrorScope();
    let subject: Subject | null = null;
    try {
      subject = this.#copyWeights();
    } catch (error) {
      this.listener.failed(memoryErrorOf(error));
    }
    const ended = scope.end();
    if (subject) this.#begin(subject, true, ended);
    else void ended.then((error) => error && this.listener.failed(error));
  }

  /** Number of steps since the run was last evaluated; Infinity if it never was. */
  get behind(): number {
    const run = this.run();
    return this.#newest?.run === run ? run.submitted - this.#newest.step : Number.POSITIVE_INFINITY;
  }

  /**
   * Training has stopped: evaluates its last step, unless that has been done. `keep`: the losses
   * are kept with the run.
   */
  atRest(keep: boolean): void {
    if (this.#busy) {
      this.#next = { keep };
      return;
    }
    const { signal } = this.#stop;
    this.#done = this.lock
      .take(() => (signal.aborted || this.#busy ? null : this.#copyWeights()))
      .then((subject) => subject && this.#begin(subject, keep))
      .catch((error: unknown) => this.listener.failed(error));
  }

  /**
   * Resolves when the losses of the evaluation in progress are known. Does not wait long for its
   * images.
   */
  async validated(): Promise<void> {
    const images = this.#heldOut?.images.catch(() => null);
    if (await Promise.race([images, after(imagesWaitMs)])) await this.#validated;
  }

  /**
   * Resolves when nothing is being evaluated, nor waits for its turn. At once if there is nothing
   * to evaluate.
   */
  async idle(): Promise<void> {
    let done: Promise<unknown> | null = null;
    while (done !== this.#done) {
      done = this.#done; // what it ends with may be the beginning of another
      await done;
    }
  }

  /**
   * The run is about to be replaced, or has lost the steps after `lastGood`: abandons an evaluation
   * of them.
   */
  abandon(lastGood = -1): void {
    if (this.#newest && this.#newest.step <= lastGood) return;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#newest = null;
    this.#busy = null;
    this.#next = null;
  }

  /** The network is about to be freed: nothing more is evaluated. */
  close(): void {
    this.abandon();
    this.#closed = true;
  }

  /** Null if there is nothing new to evaluate. */
  #copyWeights(): Subject | null {
    const run = this.run();
    const step = run.submitted;
    if (this.#closed || run.network.kind !== 'diffusion' || step === 0 || run.broken) return null;
    if (this.#newest?.run === run && this.#newest.step === step) return null;
    const raw = onlyDiffusion(run.networkSnapshot('raw'));
    try {
      const ema = run.network.hasEma ? onlyDiffusion(run.networkSnapshot('ema')) : null;
      const dispose = (): void => {
        raw.dispose();
        ema?.dispose();
      };
      return { run, step, raw, ema, dispose };
    } catch (error) {
      raw.dispose(); // there may be memory for one copy and not for two
      throw error;
    }
  }

  /** `copied` resolves with the device's error about the copies, or null. */
  #begin(subject: Subject, keep: boolean, copied: Promise<PlaygroundError | null> = Promise.resolve(null)): void {
    this.#newest = subject;
    this.#busy = subject;
    const { signal } = this.#stop;
    const turn: Turn = (work) =>
      this.lock.take(async () => {
        if (signal.aborted) throw new PlaygroundError('cancelled');
        const result = await work();
        await nextTask(); // commands come in between two pieces
        return result;
      });
    const losses = copied.then(async (error) => {
      if (error) throw error;
      // The first loss comes first: on a processor each piece of an evaluation would delay it.
      if (subject.step === 1) await subject.run.settle();
      const validation = await this.#validate(subject, turn);
      const { run, step } = subject;
      if (signal.aborted) throw new PlaygroundError('cancelled');
      // A step that diverged has the weights of the step before it, and no place in the curve.
      const counts = keep && !(run.diverged && step > run.settled.step);
      if (counts && Number.isFinite(validation.raw) && Number.isFinite(validation.ema ?? 0)) {
        run.validation.add({ step, raw: validation.raw, ema: validation.ema });
      }
      return validation;
    });
    // The losses of a pause are shown and not kept, so nobody waits for them.
    this.#validated = keep ? losses.catch(() => {}) : Promise.resolve(); // told below
    this.#done = losses
      .then(async (validation) => {
        const { samplesOf } = await loadEvaluation();
        const samples = picturesOf(await samplesOf(subject, stream.fork('samples'), turn), subject.raw.shape);
        if (!signal.aborted) this.listener.evaluated({ step: subject.step, ...validation, samples });
      })
      .catch((error: unknown) => {
        if (!signal.aborted) this.listener.failed(error);
      })
      .finally(() => {
        subject.dispose();
        if (this.#busy !== subject) return;
        this.#busy = null;
        const next = this.#next;
        this.#next = null;
        if (next) this.atRest(next.keep);
      });
  }

  async #validate(subject: Subject, turn: Turn): Promise<Validation> {
    const [{ validate }, images] = await Promise.all([loadEvaluation(), this.#heldOutOf(subject.run)]);
    return validate(subject, images, turn);
  }

  /** The first test images of the run's classes. */
  #heldOutOf({ experiment, dataSet }: Run): Promise<HeldOutImages> {
    const classes = experiment.classes.join();
    const known = this.#heldOut;
    if (known?.dataSet === dataSet && known.classes === classes) return known.images;
    const heldOut = { dataSet, classes, images: heldOutImages(dataSet, experiment.classes) };
    this.#heldOut = heldOut;
    heldOut.images.catch(() => {
      if (this.#heldOut === heldOut) this.#heldOut = null; // the next evaluation asks again
    });
    return heldOut.images;
  }
}

/**
 * If a set has few test images, each is used more than once, at different noise levels, so that
 * every tenth of the levels has some.
 */
async function heldOutImages(dataSet: DataSet, classes: readonly number[]): Promise<HeldOutImages> {
  const { shape } = dataSet;
  const labels = dataSet.labels('test');
  const all = [...labels.keys()];
  const ofClasses = all.filter((i) => classes.includes(labels[i] ?? -1));
  const there = ofClasses.length > 0 ? ofClasses : all;
  const count = Math.min(heldOutCount, Math.max(leastHeldOut, there.length));
  const chosen = Array.from({ length: count }, (_, i) => there[i % there.length] ?? 0);
  const images = await Promise.all(chosen.map((i) => dataSet.image('test', i)));
  return { bytes: joined(images), shape, labels: chosen.map((i) => labels[i] ?? 0), noise: stream.fork('noise') };
}

const after = (ms: number): Promise<null> => new Promise((resolve) => setTimeout(() => resolve(null), ms));

function onlyDiffusion(network: NetworkSnapshot): DiffusionNetwork {
  if (network.kind !== 'diffusion') throw new Error('a network that answers in one pass is not evaluated');
  return network;
}
