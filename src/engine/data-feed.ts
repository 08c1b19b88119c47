/**
 * Loads the run's data set in the background: reports what has arrived and what failed, and sends
 * images to show.
 */
import { type Experiment, shownCounts } from '../ml/config.ts';
import type { DataSet } from '../ml/data/dataset.ts';
import { reportOf } from '../ml/errors.ts';
import type { EngineEvents, TestImage } from '../workers/protocol.ts';
import { joined, picturesOf } from './pictures.ts';

export class DataFeed {
  #closed = new AbortController();
  #restWanted = false;
  #loadingAll = false;
  readonly #reported = new Set<string>();
  #settledTold = 0;

  constructor(
    private dataSet: DataSet,
    private readonly events: EngineEvents,
    private readonly savesData: () => boolean = () => false,
  ) {}

  /** Requests the first shard. Training starts with it, and it has the images to show. */
  begin(experiment: Experiment): void {
    this.events.data(this.dataSet.progress());
    this.#loadFirst(experiment).catch((error: unknown) => this.#report(error));
  }

  /** Another set replaces this one, of which nothing more is loaded. */
  follow(dataSet: DataSet, experiment: Experiment): void {
    this.#closed.abort();
    this.#closed = new AbortController();
    this.dataSet = dataSet;
    this.#restWanted = false;
    this.#loadingAll = false;
    this.#reported.clear();
    this.#settledTold = 0;
    this.begin(experiment);
  }

  /**
   * Loads the other shards after the next step, because training needs them soon; earlier they
   * would only take cores and bandwidth from it. Where the visitor saves data, each shard is
   * fetched when a step needs it.
   */
  loadRest(): void {
    this.#restWanted = true;
  }

  stepSettled(): void {
    if (!this.#restWanted) return;
    if (this.savesData()) this.#tellWhatCame();
    else this.#loadAll();
  }

  #loadAll(): void {
    if (this.#loadingAll) return;
    this.#loadingAll = true;
    const { signal } = this.#closed;
    void this.dataSet.loadAll({
      signal,
      onProgress: (progress) => {
        if (!signal.aborted) this.events.data(progress);
      },
      onError: (error) => this.#report(error),
    });
  }

  #tellWhatCame(): void {
    const progress = this.dataSet.progress();
    const settled = progress.shardsReady + progress.shardsFailed;
    if (settled === this.#settledTold) return;
    this.#settledTold = settled;
    this.events.data(progress);
    for (const error of this.dataSet.failures()) this.#report(error);
  }

  /** Sends the first training images of the experiment's classes that are in the first shard. */
  async showSample({ classes }: Experiment): Promise<void> {
    const { dataSet } = this;
    const labels = dataSet.labels('train');
    const { first, count } = dataSet.shardRange('train', 0);
    const indices = Array.from({ length: count }, (_, i) => first + i)
      .filter((index) => classes.includes(labels[index] ?? -1))
      .slice(0, shownCounts.dataSample);
    const images = await Promise.all(indices.map((index) => dataSet.image('train', index)));
    if (dataSet !== this.dataSet) return;
    this.events.dataSample({
      pictures: picturesOf(joined(images), dataSet.shape),
      labels: Uint16Array.from(indices, (index) => labels[index] ?? 0),
    });
  }

  async testImage(index: number): Promise<TestImage> {
    const { dataSet } = this;
    const bytes = await dataSet.image('test', index);
    return { picture: picturesOf(bytes, dataSet.shape), label: dataSet.labels('test')[index] ?? 0 };
  }

  close(): void {
    this.#closed.abort();
  }

  async #loadFirst(experiment: Experiment): Promise<void> {
    const { dataSet } = this;
    const { signal } = this.#closed;
    const shard = await dataSet.settleShard('train', 0, signal).catch((error: unknown) => {
      if (signal.aborted) return null;
      throw error;
    });
    if (shard === null || dataSet !== this.dataSet) return;
    this.events.data(dataSet.progress());
    if (shard.kind === 'failed') this.#report(shard.error);
    else await this.showSample(experiment);
  }

  /** Reports each damaged or missing file once. */
  #report(error: unknown): void {
    const report = reportOf(error);
    const about = `${report.code} ${report.values.file ?? report.detail}`;
    if (this.#reported.has(about)) return;
    this.#reported.add(about);
    this.events.notice(report);
  }
}
