/**
 * Measures a diffusion network on images that it never learns from, and samples from it. It works
 * on copies of the weights and takes the lock between training steps, for a few images at a time,
 * so training waits little and its numbers do not change. One evaluation runs at a time.
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
/** At least one image for each tenth of the timesteps. */
const leastHeldOut = shownCounts.buckets;

/** How long, in ms, a save or a reset waits at most for the images of an evaluation in progress. */
const imagesWaitMs = 1_000;

/**
 * Independent of the run's seed: all runs are measured with the same noise, so that their curves
 * can be compared.
 */
const stream = randomStream(0).fork('evaluation');

// Loaded when the first network is evaluated.
const loadEvaluation = () => import('./evaluator.lazy.ts');

export interface EvaluatorListener {
  evaluated(evaluation: Evaluation): void;
  failed(error: unknown): void;
}

export class Evaluator {
  /** The newest evaluation, in progress or finished. */
  #newest: { readonly run: Run; readonly step: number } | null = null;
  #stop = new AbortController();
  /** The evaluation in progress; null once it is done or abandoned. */
  #busy: Subject | null = null;
  /**
   * Settles when the validation losses of the evaluation in progress are known, if they are to be
   * kept with the run. Its pictures may take longer.
   */
  #validated: Promise<unknown> = Promise.resolve();
  /** The evaluation at rest that follows the one in progress. */
  #next: { readonly keep: boolean } | null = null;
  /**
   * Settles when the newest evaluation has been reported, or has failed or been abandoned. It never
   * rejects.
   */
  #done: Promise<unknown> = Promise.resolve();
  #closed = false;
  #heldOut: { readonly dataSet: DataSet; readonly classes: string; readonly images: Promise<HeldOutImages> } | null =
    null;

  /** `run` is called under the lock, because the run may have been replaced in the meantime. */
  constructor(
    private readonly lock: CheckedLock,
    private readonly run: () => Run,
    private readonly listener: EvaluatorListener,
  ) {}

  /**
   * Call this in the same lock in which training has submitted a step that must be evaluated. Its
   * losses are kept with the run. Does nothing while an earlier step is being evaluated. It never
   * throws: if there is no memory for the evaluation, training goes on without it.
   */
  submitted(): void {
    if (this.#busy) return;
    // A separate scope, so that a lack of memory for the copies does not invalidate the step.
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
   * Training has stopped: evaluates the last step, unless that has been done. `keep`: whether the
   * losses are kept with the run.
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
   * Resolves when the losses of the evaluation in progress are known. Waits for its held-out images
   * only for a limited time.
   */
  async validated(): Promise<void> {
    const images = this.#heldOut?.images.catch(() => null);
    if (await Promise.race([images, after(imagesWaitMs)])) await this.#validated;
  }

  /** Resolves when no evaluation is in progress or waiting. */
  async idle(): Promise<void> {
    let done: Promise<unknown> | null = null;
    while (done !== this.#done) {
      done = this.#done; // an evaluation may start the next one when it ends
      await done;
    }
  }

  /**
   * Abandons the evaluation of any step after `lastGood`, because the run is about to be replaced
   * or has lost those steps.
   */
  abandon(lastGood = -1): void {
    if (this.#newest && this.#newest.step <= lastGood) return;
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#newest = null;
    this.#busy = null;
    this.#next = null;
  }

  /** The network is about to be freed: abandons the evaluation, and begins no other. */
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
        await nextTask(); // lets commands in between two pieces
        return result;
      });
    const losses = copied.then(async (error) => {
      if (error) throw error;
      // Training's first loss comes first. On a CPU each piece of an evaluation would delay it.
      if (subject.step === 1) await subject.run.settle();
      const validation = await this.#validate(subject, turn);
      const { run, step } = subject;
      if (signal.aborted) throw new PlaygroundError('cancelled');
      // A step that diverged still has the weights of the step before it, so it has no place in the
      // curve.
      const counts = keep && !(run.diverged && step > run.settled.step);
      if (counts && Number.isFinite(validation.raw) && Number.isFinite(validation.ema ?? 0)) {
        run.validation.add({ step, raw: validation.raw, ema: validation.ema });
      }
      return validation;
    });
    // Losses at a pause are shown but not kept, so nothing waits for them.
    this.#validated = keep ? losses.catch(() => {}) : Promise.resolve(); // the failure is reported below
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

  /** The first test images that have one of the run's classes. */
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
 * If a set has few test images, uses each several times at different noise levels, so that every
 * tenth of the levels has some.
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
