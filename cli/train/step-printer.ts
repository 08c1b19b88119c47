/** Prints steps as lines: JSON for programs, a sentence for people. */
import { recipes } from '../../src/ml/config.ts';
import type { MetricsBatch, PreparationProgress } from '../../src/workers/protocol.ts';
import { printLine } from '../command.ts';

interface Row {
  readonly step: number;
  /** Counts from 1. */
  readonly epoch: number;
  readonly loss: number;
  /** Null if the recipe does not limit it. */
  readonly gradientNorm: number | null;
  readonly imagesPerSecond: number;
}

export class StepPrinter {
  #last: Row | null = null;
  #printed = 0;
  #epochsTold: number | null = null;

  constructor(private readonly options: { readonly json: boolean; readonly logEvery: number }) {}

  /** Prints every `logEvery`-th step and, in words, the last loss of each epoch. */
  print({ steps, losses, gradientNorms, imagesPerSecond, status }: MetricsBatch): void {
    const isLimited = recipes[status.experiment.recipe].optimizer.maxGradNorm !== null;
    for (const [i, step] of steps.entries()) {
      const epoch = Math.floor((step - 1) / status.stepsPerEpoch) + 1;
      const loss = losses[i] ?? Number.NaN;
      const gradientNorm = isLimited ? (gradientNorms[i] ?? null) : null;
      this.#last = { step, epoch, loss, gradientNorm, imagesPerSecond };
      if (step % this.options.logEvery === 0) this.#printRow(this.#last);
    }
    this.#epochsTold ??= status.epochLosses.length;
    for (; this.#epochsTold < status.epochLosses.length; this.#epochsTold += 1) {
      const loss = status.epochLosses[this.#epochsTold] ?? Number.NaN;
      const epoch = `[${this.#epochsTold + 1}/${status.experiment.epochs}]`;
      // This is the line that the article's program prints.
      if (!this.options.json) printLine(`Epoch ${epoch}, Loss: ${loss.toFixed(4)}`);
    }
  }

  /** Prints the last step, even if it is not a `logEvery`-th one. */
  end(): void {
    if (this.#last && this.#last.step > this.#printed) this.#printRow(this.#last);
  }

  #printRow({ step, epoch, loss, gradientNorm, imagesPerSecond }: Row): void {
    this.#printed = step;
    const speed = Math.round(imagesPerSecond * 10) / 10;
    if (this.options.json) {
      const row = { step, epoch, loss, images_per_second: speed };
      printLine(JSON.stringify(gradientNorm === null ? row : { ...row, gradient_norm: gradientNorm }));
    } else {
      const norm = gradientNorm === null ? '' : `  gradient norm ${gradientNorm.toFixed(3)}`;
      printLine(`step ${step}  epoch ${epoch}  loss ${loss.toFixed(5)}${norm}  ${speed} images/s`);
    }
  }
}

/**
 * Prints the progress of preparing the first step on stderr: one line with a running count on a
 * terminal, nothing elsewhere.
 */
export function preparationLine(progress: PreparationProgress | null): void {
  const { stderr } = process;
  if (!stderr.isTTY) return;
  if (progress === null) stderr.write('\n');
  else stderr.write(`\rPreparing the GPU: ${progress.done} of ${progress.total} programs`);
}
