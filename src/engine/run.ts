/**
 * A run: the network, its optimizer and the place where it stands. Nothing here waits for data or for the page; a step is submitted to the
 * device and its loss arrives later, so the place is kept twice: as submitted, and as settled (what has been read back and is shown).
 */

import * as tf from '@tensorflow/tfjs-core';
import type { Checkpoint } from '../ml/checkpoint/folder.ts';
import { type Experiment, recipes } from '../ml/config.ts';
import { type Batch, type Cursor, startCursor } from '../ml/data/batches.ts';
import type { PlaygroundError } from '../ml/errors.ts';
import { createArticleModel } from '../ml/models/article.ts';
import type { Model } from '../ml/models/model.ts';
import { type RandomStream, randomStream } from '../ml/random.ts';
import { randomId } from '../ml/random-id.ts';
import { type Adam, createAdam } from '../ml/training/adam.ts';
import { LossHistory } from '../ml/training/loss-history.ts';
import { trainStep } from '../ml/training/train-step.ts';
import type { Origin } from '../workers/protocol.ts';
import { readTensors, writeTensors } from './tensors.ts';

export interface SettledStep {
  /** Counts from 1. */
  readonly step: number;
  readonly loss: number;
  /** Of all parameters together, before clipping; NaN where the recipe does not measure it. */
  readonly gradientNorm: number;
  readonly images: number;
}

export class Run {
  learningRate: number;
  /** Of the next batch to submit. */
  cursor: Cursor = startCursor;
  /** What has been read back: the newest step, the place after it, its loss. */
  settled: { readonly step: number; readonly cursor: Cursor; readonly loss: number | null };
  epochLosses: number[] = [];
  lossHistory = new LossHistory();
  /** Why its numbers can no longer be trusted: a GPU error came between. Such a run is not trained on and not saved. */
  broken: PlaygroundError | null = null;
  readonly model: Model;
  readonly #adam: Adam;
  readonly #noise: RandomStream;
  readonly #flying = new Set<Promise<SettledStep>>();

  /** Initial weights of the experiment's seed. `id` tells runs of one experiment apart. */
  constructor(
    readonly experiment: Experiment,
    readonly id = randomId(),
    readonly origin: Origin = 'seed',
  ) {
    const stream = randomStream(experiment.seed);
    this.learningRate = experiment.learningRate;
    this.settled = { step: 0, cursor: this.cursor, loss: null };
    this.model = createArticleModel(stream.fork('weights'));
    this.#adam = createAdam(this.model.parameters, recipes[experiment.recipe].optimizer);
    this.#noise = stream.fork('noise');
  }

  /**
   * `checkpoint` has been checked. Without a training state its weights begin a run of `experiment`. It is a run of its own, as the one that
   * the file was exported from may have gone on elsewhere, unless it is the autosave of `saved`.
   */
  static from(checkpoint: Checkpoint, experiment: Experiment, saved?: Pick<Run, 'id' | 'origin'>): Run {
    const { training } = checkpoint;
    const run = new Run(training?.progress.experiment ?? experiment, saved?.id, saved?.origin ?? 'checkpoint');
    writeTensors(run.model.parameters, training?.tensors.raw ?? checkpoint.weights);
    if (!training) return run;
    const { learningRate, step, cursor, loss, epochLosses, lossHistory } = training.progress;
    run.learningRate = learningRate;
    run.cursor = cursor;
    run.settled = { step, cursor, loss };
    run.epochLosses = [...epochLosses];
    run.lossHistory = new LossHistory(lossHistory);
    run.#adam.step = step;
    writeTensors(run.#adam.expAvg, training.tensors.expAvg);
    writeTensors(run.#adam.expAvgSq, training.tensors.expAvgSq);
    return run;
  }

  /** Steps submitted; `settled.step` follows. */
  get submitted(): number {
    return this.#adam.step;
  }

  /** Gives the step to the device. Resolves when its loss has been read, in the order of steps. */
  submit(batch: Batch): Promise<SettledStep> {
    const loss = trainStep({
      model: this.model,
      adam: this.#adam,
      batch: batch.rgb,
      noise: this.#noise,
      noiseStd: recipes.article.noiseStd,
      learningRate: this.learningRate,
    });
    const step = this.submitted;
    const images = batch.labels.length;
    this.cursor = batch.next;
    // Reading back is the one point where the loop meets the device; the next step is submitted before it is awaited.
    const settled = loss.data<'float32'>().then(([value = Number.NaN]) => {
      this.settled = { step, cursor: batch.next, loss: value };
      if (Number.isFinite(value)) this.lossHistory.add(step, value);
      if (batch.next.epoch > batch.epoch) this.epochLosses.push(value);
      return { step, loss: value, gradientNorm: Number.NaN, images };
    });
    const flying = settled.finally(() => {
      loss.dispose();
      this.#flying.delete(flying);
    });
    this.#flying.add(flying);
    flying.catch(() => {}); // whoever awaits the step learns of its failure
    return flying;
  }

  /** Waits for the steps in flight. */
  async settle(): Promise<void> {
    await Promise.all(this.#flying);
  }

  /** All that it takes to go on exactly. Call it while nothing else submits steps. */
  async checkpoint(): Promise<Checkpoint> {
    await this.settle();
    const [raw, expAvg, expAvgSq] = await Promise.all([
      readTensors(this.model.parameters),
      readTensors(this.#adam.expAvg),
      readTensors(this.#adam.expAvgSq),
    ]);
    const { step, cursor, loss } = this.settled;
    const { experiment, learningRate } = this;
    const epochLosses = [...this.epochLosses];
    const lossHistory = this.lossHistory.points();
    return {
      recipe: experiment.recipe,
      weights: raw,
      training: {
        progress: { experiment, learningRate, step, cursor, loss, epochLosses, lossHistory },
        tensors: { raw, expAvg, expAvgSq },
      },
    };
  }

  /** The network as it is now, for whoever looks while training goes on. The caller's. */
  frozen(): Model {
    const model = createArticleModel(randomStream(this.experiment.seed).fork('weights'));
    tf.tidy(() => {
      for (const [name, variable] of model.parameters) {
        const now = this.model.parameters.get(name);
        // Shares the values: an update gives the variable others, and these go with the last who holds them.
        if (now) variable.assign(tf.clone(now));
      }
    });
    return model;
  }

  dispose(): void {
    this.model.dispose();
    this.#adam.dispose();
  }
}
