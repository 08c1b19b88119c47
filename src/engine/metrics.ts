/**
 * Losses in columns, posted at most 30 times a second, and the training speed. A number of every
 * training step is computed in `src/ml/kernels/adamw`, gets its name in
 * `src/ml/training/optimizer.ts`, and goes from here to `src/store/metrics.ts`.
 */
import type { MetricsBatch, RunStatus } from '../workers/protocol.ts';
import type { SettledStep } from './run.ts';

const postIntervalMs = 1000 / 30;
/**
 * Images per second are averaged over this time, or over the last two steps if they take longer.
 */
const speedWindowMs = 1000;

export class Metrics {
  #steps: number[] = [];
  #losses: number[] = [];
  #gradientNorms: number[] = [];
  #lastPost = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #speed = new Speedometer();

  /** `status` and `imagesLeft` are called when a batch is posted; times are in ms. */
  constructor(
    private readonly post: (batch: MetricsBatch) => void,
    private readonly status: () => RunStatus,
    private readonly imagesLeft: () => number,
  ) {}

  /** Training starts or goes on. The time without training does not count. */
  start(now: number): void {
    this.#speed.start(now);
  }

  add({ step, loss, gradientNorm, images }: SettledStep, now: number): void {
    this.#steps.push(step);
    this.#losses.push(loss);
    this.#gradientNorms.push(gradientNorm);
    this.#speed.add(images, now);
    const wait = this.#lastPost + postIntervalMs - now;
    if (wait <= 0) this.flush(now);
    else this.#timer ??= setTimeout(() => this.flush(now + wait), wait);
  }

  /** Posts the collected losses. */
  flush(now: number): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    if (this.#steps.length === 0) return;
    this.#lastPost = now;
    const imagesPerSecond = this.#speed.imagesPerSecond();
    this.post({
      steps: Float64Array.from(this.#steps),
      losses: Float32Array.from(this.#losses),
      gradientNorms: Float32Array.from(this.#gradientNorms),
      imagesPerSecond,
      secondsLeft: imagesPerSecond > 0 ? this.imagesLeft() / imagesPerSecond : null,
      status: this.status(),
    });
    this.#steps = [];
    this.#losses = [];
    this.#gradientNorms = [];
  }
}

class Speedometer {
  /** When each step ended and how many images it had; the first entry is a start. */
  #marks: { readonly time: number; readonly images: number }[] = [];

  start(now: number): void {
    this.#marks = [{ time: now, images: 0 }];
  }

  add(images: number, now: number): void {
    this.#marks.push({ time: now, images });
    while (this.#marks.length > 2 && (this.#marks[1]?.time ?? now) < now - speedWindowMs) this.#marks.shift();
  }

  imagesPerSecond(): number {
    const [first, ...rest] = this.#marks;
    const last = rest.at(-1);
    if (!first || !last || last.time <= first.time) return 0;
    return (1000 * rest.reduce((sum, { images }) => sum + images, 0)) / (last.time - first.time);
  }
}
